/** JMH: deciding and the codec alone, in memory; nanoseconds and bytes allocated for a request. */
@NullMarked
package dev.sluice.bench.micro;

import org.jspecify.annotations.NullMarked;
