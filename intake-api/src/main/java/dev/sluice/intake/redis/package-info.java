/** Connections to Redis that reject what they cannot send and never send anything twice. */
@NullMarked
package dev.sluice.intake.redis;

import org.jspecify.annotations.NullMarked;
