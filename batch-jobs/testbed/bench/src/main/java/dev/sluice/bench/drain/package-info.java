/** The drain beside its peers, beside a bare pipeline, and under shapes of load of its own. */
@NullMarked
package dev.sluice.bench.drain;

import org.jspecify.annotations.NullMarked;
