package dev.sluice.payment.overdue;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money that is owed and is not back yet.
 *
 * @param shard of the session
 * @param number of the outcome that made it be owed
 * @param session of the reservation
 * @param reservation whose seats it was paid for
 * @param payment request id of the PAY that it was taken by
 * @param amount what goes back, in minor units
 * @param currency ISO 4217 code of the amount
 * @param since when it came to be owed
 * @param refused whether the provider has said no
 * @param calls how often it was asked
 * @param told what it said last; null if nothing
 * @param nextAt when it is asked again
 */
public record OverdueRefund(
    int shard,
    long number,
    UUID session,
    UUID reservation,
    UUID payment,
    long amount,
    String currency,
    Instant since,
    boolean refused,
    int calls,
    @Nullable String told,
    @Nullable Instant nextAt) {}
