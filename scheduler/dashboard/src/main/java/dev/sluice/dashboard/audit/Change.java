package dev.sluice.dashboard.audit;

import org.jspecify.annotations.Nullable;

/**
 * What an action has changed.
 *
 * @param execution the one that it is about or that it made, null where it is about none
 * @param before state before it, null where nothing was there
 * @param after state after it, null where nothing is there
 */
public record Change(@Nullable Long execution, @Nullable String before, @Nullable String after) {}
