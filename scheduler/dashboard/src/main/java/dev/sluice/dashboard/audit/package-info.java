/** The record of what people did, wanted to do and were refused. */
@NullMarked
package dev.sluice.dashboard.audit;

import org.jspecify.annotations.NullMarked;
