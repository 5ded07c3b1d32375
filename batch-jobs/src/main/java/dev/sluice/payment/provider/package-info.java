/**
 * What Sluice asks of whoever takes the customers' money: the port, without any provider's own
 * words.
 *
 * <p>The rules behind it: an attempt has one key, made by the server; silence is answered by the
 * same call under the same key, then a query; only a final answer declines; what an answer says
 * counts only if it is about what was asked.
 */
@NullMarked
package dev.sluice.payment.provider;

import org.jspecify.annotations.NullMarked;
