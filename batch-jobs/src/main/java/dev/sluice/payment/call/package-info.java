/** What jobs share that call the payment provider for each of their items: many calls at once. */
@NullMarked
package dev.sluice.payment.call;

import org.jspecify.annotations.NullMarked;
