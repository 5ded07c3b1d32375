package dev.sluice.dashboard.pages.jobs;

import dev.sluice.dashboard.pages.executions.StartInput;
import org.jspecify.annotations.Nullable;

/**
 * A start that was refused.
 *
 * @param execution that is in the way, null where none is
 * @param input what was filled in
 */
public record StartRefused(String reason, @Nullable Long execution, StartInput input) {}
