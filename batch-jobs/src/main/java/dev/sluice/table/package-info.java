/**
 * The tables of what is sold: sessions loaded into memory, and the changes of a slice written back.
 */
@NullMarked
package dev.sluice.table;

import org.jspecify.annotations.NullMarked;
