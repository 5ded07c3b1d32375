package dev.sluice.rig.check;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.rig.evidence.Evidence;
import dev.sluice.rig.evidence.table.PaymentRow;
import dev.sluice.rig.evidence.table.RefundRow;
import dev.sluice.rig.replay.PaymentByJournal;
import dev.sluice.rig.replay.RefundByJournal;
import dev.sluice.rig.replay.ReservationByJournal;
import dev.sluice.rig.replay.ReservationsByJournal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The money's side of I8: rows of payments and refunds say what the journal says, what was captured
 * and does not go back is what confirmed reservations cost, and the provider, where it was asked,
 * has just that and is not asked any more.
 */
final class MoneyAsDecided {

  private MoneyAsDecided() {}

  static void check(Evidence evidence, ReservationsByJournal journal, Findings findings) {
    findings.count("payments", 0);
    findings.count("captured", 0);
    findings.count("owed back", 0);
    Map<UUID, Long> ledger = evidence.money().ledger().orElse(Map.of());
    for (UUID session : evidence.sessionIds()) {
      List<PaymentByJournal> payments = journal.listPayments(session);
      List<RefundByJournal> refunds = journal.listRefunds(session);
      findings.count("payments", payments.size());
      compare(
          "payment",
          payments.stream().map(payment -> row(session, payment)).toList(),
          evidence.money().payments().stream().filter(it -> it.session().equals(session)).toList(),
          findings);
      compare(
          "refund",
          refunds.stream().map(refund -> row(session, refund)).toList(),
          evidence.money().refunds().stream().filter(it -> it.session().equals(session)).toList(),
          findings);
      Map<UUID, List<PaymentByJournal>> paid =
          payments.stream().collect(groupingBy(PaymentByJournal::reservation));
      Map<UUID, Long> owed =
          refunds.stream()
              .collect(
                  groupingBy(RefundByJournal::reservation, summingLong(RefundByJournal::amount)));
      for (ReservationByJournal reservation : journal.list(session)) {
        long due = reservation.status() == ReservationStatus.CONFIRMED ? reservation.amount() : 0;
        List<PaymentByJournal> own = paid.getOrDefault(reservation.id(), List.of());
        long captured = own.stream().mapToLong(PaymentByJournal::captured).sum();
        long back = owed.getOrDefault(reservation.id(), 0L);
        findings.count("captured", captured);
        findings.count("owed back", back);
        if (captured - back != due) {
          findings.breach(
              "%s: %d captured, of it %d owed back".formatted(reservation, captured, back));
        }
        Long has = ledger.get(reservation.id());
        boolean known = own.stream().noneMatch(it -> it.end() == PaymentByJournal.End.OPEN);
        if (evidence.money().ledger().isPresent() && (!known || (has == null ? 0 : has) != due)) {
          findings.breach(
              "the provider has " + has + " for " + reservation + (known ? "" : ", and is asked"));
        }
      }
    }
  }

  private static <T> void compare(String what, List<T> due, List<T> rows, Findings findings) {
    Set<T> missing = new HashSet<>(due);
    Set<T> more = new HashSet<>(rows);
    missing.removeAll(rows);
    more.removeAll(new HashSet<>(due));
    missing.forEach(row -> findings.breach("no row of " + what + " says " + row));
    more.forEach(row -> findings.breach("the journal does not have the " + what + " " + row));
  }

  private static PaymentRow row(UUID session, PaymentByJournal payment) {
    int state =
        switch (payment.end()) {
          case OPEN -> 1;
          case DECLINED -> 2;
          case CAPTURED -> 3;
          case RETURNED -> 4;
        };
    return new PaymentRow(
        session,
        payment.reservation(),
        payment.id(),
        payment.number(),
        payment.amount(),
        payment.currency(),
        state,
        payment.settledNumber());
  }

  private static RefundRow row(UUID session, RefundByJournal refund) {
    return new RefundRow(
        session,
        refund.id(),
        refund.reservation(),
        refund.payment(),
        refund.number(),
        refund.amount(),
        refund.currency());
  }
}
