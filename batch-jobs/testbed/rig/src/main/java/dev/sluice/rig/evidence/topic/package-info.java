/** What Kafka was sent: the records of the outcomes' topic. */
@NullMarked
package dev.sluice.rig.evidence.topic;

import org.jspecify.annotations.NullMarked;
