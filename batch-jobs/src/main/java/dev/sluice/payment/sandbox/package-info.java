/**
 * A payment provider that moves no money, for tests, demos and development; it is the default. It
 * keeps what it did in a table of its own, so that it remembers like a real one, in all processes
 * and whatever dies when: the same key again does nothing more, and a payment is captured once.
 *
 * <p>What a payment key begins with says what becomes of it, as test cards do elsewhere:
 *
 * <table>
 * <caption>Payment keys</caption>
 * <tr><td>{@code decline_}</td><td>declined, for good</td></tr>
 * <tr><td>{@code busy_}</td><td>the first attempt gets a temporary error, the next is captured</td></tr>
 * <tr><td>{@code lost_}</td><td>captured, and given back, without an answer: only the same key again
 *     gets one, or a query</td></tr>
 * <tr><td>{@code slow_}</td><td>captured after {@code sluice.payment.sandbox.slowness}</td></tr>
 * <tr><td>{@code more_}</td><td>captured, but one smallest unit more than was asked</td></tr>
 * <tr><td>anything else</td><td>captured</td></tr>
 * </table>
 */
@NullMarked
package dev.sluice.payment.sandbox;

import org.jspecify.annotations.NullMarked;
