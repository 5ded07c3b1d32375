/** The rules, one class for each kind of request: what speaks against it, and what it changes. */
@NullMarked
package dev.sluice.allocation.rules;

import org.jspecify.annotations.NullMarked;
