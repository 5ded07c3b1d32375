package dev.sluice.purge;

import java.time.LocalDateTime;

/**
 * An execution as the purge sees it.
 *
 * @param id its id
 * @param instance its instance's
 * @param createdAt as it is stored
 * @param isOver whether nobody needs it for itself: it has ended before the retention, and its
 *     instance is never begun again
 * @param isNewest whether it is the one of its instance that was created last
 * @param executions of its instance that there are, with it
 */
record OldExecution(
    long id,
    long instance,
    LocalDateTime createdAt,
    boolean isOver,
    boolean isNewest,
    int executions) {}
