/**
 * The job settle-payments: asks the payment provider what became of each payment under way, and has
 * the answer decided.
 */
@NullMarked
package dev.sluice.payment.settle;

import org.jspecify.annotations.NullMarked;
