package dev.sluice.drain;

import dev.sluice.allocation.Allocation;
import dev.sluice.allocation.Decision;
import dev.sluice.allocation.Incoming;
import dev.sluice.allocation.SliceTime;
import dev.sluice.allocation.seating.Hall;
import dev.sluice.allocation.snapshot.Snapshot;
import dev.sluice.contract.Uuids;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.JournalWriter;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Terms;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.stream.StreamEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Decides the slices of a journal again, from an empty snapshot and from nothing but the journal:
 * requests, instants and terms. Only the halls come from the catalogue, since they never change.
 */
final class Replay {

  private final JdbcTemplate jdbc;
  private final Snapshot snapshot = new Snapshot();
  private final Map<UUID, Hall> halls = new HashMap<>();

  Replay(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** The elements of the next slice, decided again. */
  byte[] decide(JournalRows.Row slice) {
    var entries = new ArrayList<Incoming>();
    for (JournalElement element : slice.elements()) {
      switch (element) {
        case JournalElement.Decided decided ->
            entries.add(
                decided.first() == null
                    ? new Incoming.Readable(
                        decided.entry(), decided.firstAccepted(), decided.request())
                    : new Incoming.Repeated(
                        decided.entry(),
                        decided.firstAccepted(),
                        decided.request(),
                        decided.first()));
        case JournalElement.Unread unread -> entries.add(unreadable(unread));
        case JournalElement.Changed(Transition.SessionAdmitted(UUID session, Terms terms)) ->
            snapshot.add(session, hall(terms.hall()), terms, false, List.of());
        case JournalElement.Changed _ -> {}
      }
    }
    for (Incoming entry : entries) {
      if (entry instanceof Incoming.Readable(var id, var _, var request)
          && !snapshot.knows(request.session())) {
        snapshot.addUnknown(request.session());
      }
    }
    Decision decision =
        Allocation.decide(
            snapshot,
            entries,
            new SliceTime(slice.decidedAt(), slice.clocksApart()),
            slice.firstNumber());
    return JournalWriter.write(decision.elements());
  }

  private static Incoming unreadable(JournalElement.Unread unread) {
    var fields = new HashMap<String, byte[]>();
    fields.put("payload", unread.payload());
    if (unread.requestId() != null) {
      fields.put("id", Requests.utf8(unread.requestId().toString()));
    }
    if (unread.session() != null) {
      fields.put("session", Requests.utf8(unread.session().toString()));
    }
    if (unread.customer() != null) {
      fields.put("customer", Requests.utf8(unread.customer()));
    }
    return new Incoming.Unreadable(
        new StreamEntry(unread.entry(), fields), ((Outcome.DeadLettered) unread.outcome()).error());
  }

  private Hall hall(UUID id) {
    return halls.computeIfAbsent(
        id,
        hall ->
            Hall.of(
                hall,
                jdbc.query(
                    "SELECT * FROM seat WHERE hall_id = ? ORDER BY ordinal",
                    (row, index) ->
                        new Hall.Seat(
                            row.getString("label"),
                            row.getString("section"),
                            row.getString("row_label"),
                            row.getInt("seat_number"),
                            row.getBoolean("general_admission")),
                    (Object) Uuids.toBytes(hall))));
  }
}
