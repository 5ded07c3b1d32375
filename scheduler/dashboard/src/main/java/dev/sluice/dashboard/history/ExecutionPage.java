package dev.sluice.dashboard.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the list of executions, newest first.
 *
 * @param next where the list goes on; null where nothing older can be asked for
 * @param searched whether the search stopped at {@code next} because it had looked at enough, not
 *     because the page is full: there may be few lines or none, and older ones that match
 */
public record ExecutionPage(List<ExecutionLine> lines, @Nullable Cursor next, boolean searched) {}
