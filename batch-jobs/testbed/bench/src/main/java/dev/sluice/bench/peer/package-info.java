/** The ways of the reference systems, request by request, each in its best configuration. */
@NullMarked
package dev.sluice.bench.peer;

import org.jspecify.annotations.NullMarked;
