/** Slices as the journal and the outcome streams keep them: elements, hash, compression. */
@NullMarked
package dev.sluice.contract.journal;

import org.jspecify.annotations.NullMarked;
