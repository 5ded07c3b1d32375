/** Payments and refunds that take too long, and what a person can do about them. */
@NullMarked
package dev.sluice.payment.overdue;

import org.jspecify.annotations.NullMarked;
