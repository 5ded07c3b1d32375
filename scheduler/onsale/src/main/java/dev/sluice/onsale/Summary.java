package dev.sluice.onsale;

import static dev.sluice.onsale.TextTable.number;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.onsale.play.Notes;
import dev.sluice.rig.evidence.Evidence;
import dev.sluice.rig.evidence.client.Acknowledgement;
import dev.sluice.rig.evidence.table.JournalLine;
import dev.sluice.rig.evidence.table.PlayedSlices;
import dev.sluice.rig.evidence.table.ShardPosition;
import dev.sluice.rig.evidence.table.SliceRow;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What came of the play, for a reader. */
final class Summary {

  private static final double MICROS_PER_SECOND = 1_000_000;

  private final TextTable table = new TextTable();
  private final Map<Reason, Long> rejected = new EnumMap<>(Reason.class);
  private final Map<Outcome.Type, Long> decided = new EnumMap<>(Outcome.Type.class);
  private final Map<Outcome.Type, Long> seats = new EnumMap<>(Outcome.Type.class);
  private long transitions;

  private Summary() {}

  /**
   * The summary's text.
   *
   * @param from where each shard was when the play began: what was before it is left out
   * @param elapsed from the first request to the last outcome
   */
  static String of(
      Evidence evidence, Map<Integer, ShardPosition> from, Notes notes, Duration elapsed) {
    var summary = new Summary();
    List<SliceRow> slices =
        evidence.journal().slices().stream()
            .filter(
                slice ->
                    slice.firstNumber()
                        > from.getOrDefault(slice.shard(), ShardPosition.NONE).number())
            .toList();
    new PlayedSlices(slices).lines().forEach(summary::count);
    summary.tellSubmitted(notes);
    summary.tellDecided();
    summary.tellSpeed(slices, notes, elapsed);
    return summary.table.toString();
  }

  private void count(JournalLine line) {
    Outcome outcome = line.outcome();
    if (outcome == null) {
      transitions++;
    } else if (outcome instanceof Outcome.Rejected it) {
      rejected.merge(it.reason(), 1L, Long::sum);
    } else {
      decided.merge(outcome.type(), 1L, Long::sum);
      seats.merge(outcome.type(), (long) outcome.seats().size(), Long::sum);
    }
  }

  private void tellSubmitted(Notes notes) {
    List<Acknowledgement> acknowledgements = notes.toLog().acknowledgements();
    long repeats = acknowledgements.stream().filter(Acknowledgement::replayed).count();
    long accepted = acknowledgements.size() - repeats;
    table.row("submitted", notes.sentCount(), "");
    table.row("  accepted", accepted, "202");
    table.row("  repeats accepted", repeats, "202 with the first answer again");
    notes
        .refusals()
        .forEach((problem, count) -> table.row("  refused at the door", count, problem));
    if (notes.delayCount() > 0) {
      table.row("  asked to come again", notes.delayCount(), "and came");
    }
    table.gap();
  }

  private void tellDecided() {
    table.row("granted", decided(Outcome.Kind.GRANTED), "");
    decided.forEach(
        (type, count) -> {
          if (type.kind() == Outcome.Kind.GRANTED) {
            table.row("  " + type, count, number(seats.getOrDefault(type, 0L)) + " seats");
          }
        });
    tellPayments();
    table.row("rejected", rejected.values().stream().mapToLong(it -> it).sum(), "");
    rejected.entrySet().stream()
        .sorted(Map.Entry.<Reason, Long>comparingByValue().reversed())
        .forEach(
            reason ->
                table.row(
                    "  " + reason.getKey(),
                    reason.getValue(),
                    reason.getKey().retryable() ? "retryable" : "final"));
    table.row("duplicates", decided(Outcome.Kind.DUPLICATE), "repeats that reached a shard");
    table.row("dead-lettered", decided(Outcome.Kind.DEAD_LETTERED), "");
    table.row("transitions", transitions, "changes that no request asked for");
    table.gap();
  }

  /** What the provider said, which nobody asked for by a request. */
  private void tellPayments() {
    var said = List.of(Outcome.Type.CAPTURED, Outcome.Type.DECLINED, Outcome.Type.REFUND_OWED);
    table.row(
        "payments settled",
        said.stream().mapToLong(type -> decided.getOrDefault(type, 0L)).sum(),
        "");
    for (Outcome.Type type : said) {
      table.row(
          "  " + type,
          decided.getOrDefault(type, 0L),
          number(seats.getOrDefault(type, 0L)) + " seats");
    }
  }

  private long decided(Outcome.Kind kind) {
    return decided.entrySet().stream()
        .filter(type -> type.getKey().kind() == kind)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private void tellSpeed(List<SliceRow> slices, Notes notes, Duration elapsed) {
    long decided = 0;
    long micros = 0;
    for (SliceRow slice : slices) {
      decided += slice.counts().drained();
      micros += slice.time();
    }
    table.row("slices", slices.size(), "");
    table.row(
        "decisions per second",
        Math.round(decided / (elapsed.toMillis() / 1_000.0)),
        String.format(
            Locale.ROOT, "over %.1f s of play, clients included", elapsed.toMillis() / 1_000.0));
    table.row(
        "  of the drain alone",
        Math.round(decided * MICROS_PER_SECOND / Math.max(1, micros)),
        "by the time in slices: load, decide, apply");
    Histogram waited = notes.acceptToOutcome();
    table.row(
        "accept to outcome, p50",
        millis(waited, 50),
        "of " + number(waited.getTotalCount()) + " single requests");
    table.row("accept to outcome, p99", millis(waited, 99), "");
  }

  private static String millis(Histogram micros, double percentile) {
    return String.format(Locale.ROOT, "%.0f ms", micros.getValueAtPercentile(percentile) / 1_000.0);
  }
}
