package dev.sluice.payment.overdue;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A payment whose end nobody knows: its seats can neither be sold nor be given back.
 *
 * @param shard of the session
 * @param session of the reservation
 * @param reservation what is paid
 * @param payment request id of its PAY
 * @param amount what is to be taken, in minor units
 * @param currency ISO 4217 code of the amount
 * @param since when it began
 * @param provider who is asked; null if nobody was yet
 * @param calls how often
 * @param answered whether the provider has said what became of it: then it waits for its shard
 * @param told what was said last; null if nothing was
 * @param nextAt when it is asked again; null if that is not known
 */
public record OverduePayment(
    int shard,
    UUID session,
    UUID reservation,
    UUID payment,
    long amount,
    String currency,
    Instant since,
    @Nullable String provider,
    int calls,
    boolean answered,
    @Nullable String told,
    @Nullable Instant nextAt) {}
