package dev.sluice.rig.replay;

import java.util.UUID;

/**
 * A payment as the journal tells it.
 *
 * @param reservation what is paid
 * @param id request id of its PAY
 * @param number of the outcome that let it begin
 * @param amount minor units
 * @param currency of the amount
 * @param end what became of it
 * @param captured what was taken by it, in minor units
 * @param settledNumber of the outcome that settled it last; 0 while it is open
 */
public record PaymentByJournal(
    UUID reservation,
    UUID id,
    long number,
    long amount,
    String currency,
    End end,
    long captured,
    long settledNumber) {

  /** What became of a payment. */
  public enum End {
    /** The provider is asked. */
    OPEN,
    /** It said no. */
    DECLINED,
    /** Its money is for seats. */
    CAPTURED,
    /** Its money goes back. */
    RETURNED
  }

  PaymentByJournal settled(End end, long captured, long number) {
    return new PaymentByJournal(
        reservation, id, this.number, amount, currency, end, captured, number);
  }
}
