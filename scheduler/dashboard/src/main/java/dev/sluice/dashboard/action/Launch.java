package dev.sluice.dashboard.action;

import java.util.concurrent.CompletableFuture;

/**
 * An execution that was begun here.
 *
 * @param end completes when it has ended, however it did
 */
public record Launch(long execution, CompletableFuture<Void> end) {}
