/** Redis as a process or in a container, whose data tests may take back to an older state. */
@NullMarked
package dev.sluice.servers.redis;

import org.jspecify.annotations.NullMarked;
