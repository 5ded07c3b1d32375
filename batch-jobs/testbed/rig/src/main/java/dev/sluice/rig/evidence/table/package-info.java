/** What the tables of MySQL or MariaDB hold: the journal, reservations, seats and shards. */
@NullMarked
package dev.sluice.rig.evidence.table;

import org.jspecify.annotations.NullMarked;
