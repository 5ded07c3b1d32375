/**
 * Who may write a shard, and where it is: its row, the fence in it, the lease, the database's
 * clock.
 */
@NullMarked
package dev.sluice.shard;

import org.jspecify.annotations.NullMarked;
