/** Removes what nobody needs any more: the job purge-metadata. */
@NullMarked
package dev.sluice.purge;

import org.jspecify.annotations.NullMarked;
