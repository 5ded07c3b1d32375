package dev.sluice.rig.evidence.table;

import java.util.UUID;

/**
 * A row of {@code refund}.
 *
 * @param session of the reservation
 * @param id request id of what made it be owed
 * @param reservation whose seats it was paid for
 * @param payment request id of the PAY that it was taken by
 * @param number of the outcome that made it be owed
 * @param amount minor units
 * @param currency of the amount
 */
public record RefundRow(
    UUID session,
    UUID id,
    UUID reservation,
    UUID payment,
    long number,
    long amount,
    String currency) {}
