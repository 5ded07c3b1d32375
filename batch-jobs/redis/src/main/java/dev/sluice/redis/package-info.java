/** Where Redis is, how it is connected to, and whether it keeps what it acknowledges. */
@NullMarked
package dev.sluice.redis;

import org.jspecify.annotations.NullMarked;
