/** Where Spring Batch keeps what it knows of jobs. */
@NullMarked
package dev.sluice.metadata;

import org.jspecify.annotations.NullMarked;
