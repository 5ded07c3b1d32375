package dev.sluice.rig.evidence.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Money of some sessions.
 *
 * @param payments what slices wrote of payments
 * @param refunds what slices wrote of refunds
 * @param ledger minor units that the sandbox has for each reservation, those given back taken off;
 *     empty where nobody has asked it
 */
public record Money(
    List<PaymentRow> payments, List<RefundRow> refunds, Optional<Map<UUID, Long>> ledger) {

  /** Copies them. */
  public Money {
    payments = List.copyOf(payments);
    refunds = List.copyOf(refunds);
    ledger = ledger.map(Map::copyOf);
  }

  /** The same, where the sandbox was not asked. */
  public Money withoutLedger() {
    return new Money(payments, refunds, Optional.empty());
  }
}
