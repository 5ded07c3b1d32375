/** The dashboard's page of payments and refunds that take too long, and what is done about them. */
@NullMarked
package dev.sluice.scheduler.payments;

import org.jspecify.annotations.NullMarked;
