/**
 * Toss Payments as a payment provider: its requests, and what its answers mean.
 *
 * <p>What must be known of it. An idempotency key is judged by key and address, not by the body,
 * and all confirmations have one address; a refusal (4xx) is bound to the key like any other
 * answer, so after one only a new key gets another answer. How much a payment has left is told by
 * its balance alone: after two refunds the status stays PARTIAL_CANCELED. Webhooks are not signed,
 * so nothing is decided from them.
 */
@NullMarked
package dev.sluice.payment.toss;

import org.jspecify.annotations.NullMarked;
