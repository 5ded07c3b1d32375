/** A dashboard for whatever keeps the metadata of Spring Batch 6 in MySQL or MariaDB. */
@NullMarked
package dev.sluice.dashboard;

import org.jspecify.annotations.NullMarked;
