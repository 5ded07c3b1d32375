/** Has request ids in the database's index before Redis forgets them: the job index-requests. */
@NullMarked
package dev.sluice.index;

import org.jspecify.annotations.NullMarked;
