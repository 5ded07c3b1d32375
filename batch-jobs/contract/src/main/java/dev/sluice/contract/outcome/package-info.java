/**
 * What is decided: outcomes, transitions, their reasons, a reservation's life and a session's
 * terms.
 */
@NullMarked
package dev.sluice.contract.outcome;

import org.jspecify.annotations.NullMarked;
