/** The job refund-payments: has the payment provider give back what is owed. */
@NullMarked
package dev.sluice.payment.refund;

import org.jspecify.annotations.NullMarked;
