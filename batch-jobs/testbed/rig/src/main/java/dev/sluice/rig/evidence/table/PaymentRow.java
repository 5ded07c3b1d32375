package dev.sluice.rig.evidence.table;

import java.util.UUID;

/**
 * A row of {@code payment}.
 *
 * @param session of the reservation
 * @param reservation what is paid
 * @param id request id of its PAY
 * @param number of the outcome that let it begin
 * @param amount minor units
 * @param currency of the amount
 * @param state 1 open, 2 declined, 3 captured, 4 captured for nothing
 * @param settledNumber of the outcome that settled it last; 0 while it is open
 */
public record PaymentRow(
    UUID session,
    UUID reservation,
    UUID id,
    long number,
    long amount,
    String currency,
    int state,
    long settledNumber) {}
