/** What crosses a process boundary: commands, outcomes, reasons and limits. */
@NullMarked
package dev.sluice.contract;

import org.jspecify.annotations.NullMarked;
