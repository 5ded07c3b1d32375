/** One slice on its way: read, decided ahead or under the lock, committed, announced. */
@NullMarked
package dev.sluice.slice;

import org.jspecify.annotations.NullMarked;
