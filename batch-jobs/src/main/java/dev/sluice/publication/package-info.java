/** Takes what the journal holds to Kafka, in order, at least once. */
@NullMarked
package dev.sluice.publication;

import org.jspecify.annotations.NullMarked;
