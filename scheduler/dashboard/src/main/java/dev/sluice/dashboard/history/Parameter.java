package dev.sluice.dashboard.history;

import org.jspecify.annotations.Nullable;

/**
 * A parameter of an execution.
 *
 * @param type name of its Java type
 * @param identifying whether it tells one instance of the job from another
 */
public record Parameter(String name, String type, @Nullable String value, boolean identifying) {}
