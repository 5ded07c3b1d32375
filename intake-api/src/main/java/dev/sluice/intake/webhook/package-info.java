/** Hears from payment providers that something became of a payment; believes none of it. */
@NullMarked
package dev.sluice.intake.webhook;

import org.jspecify.annotations.NullMarked;
