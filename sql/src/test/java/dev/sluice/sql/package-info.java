/** Tests of the SQL in this folder, on MariaDB or MySQL as the mode says. */
@NullMarked
package dev.sluice.sql;

import org.jspecify.annotations.NullMarked;
