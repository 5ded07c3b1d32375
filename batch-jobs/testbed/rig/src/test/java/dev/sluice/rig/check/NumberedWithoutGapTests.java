package dev.sluice.rig.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.journal.Compression;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.JournalWriter;
import dev.sluice.contract.journal.SliceHead;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.rig.evidence.table.ShardRow;
import dev.sluice.rig.evidence.table.SliceRow;
import dev.sluice.rig.evidence.topic.Published;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each test plants one breach of I4 and sees it caught. */
class NumberedWithoutGapTests {

  private final SmallOnSale sale = new SmallOnSale();

  @Test
  void seesALostSlice() {
    sale.rows.removeFirst();

    assertThat(breaches()).anyMatch(it -> it.equals("slice 4..6 of shard 0 follows number 0"));
  }

  @Test
  void seesALostLastSlice() {
    sale.rows.removeLast();

    assertThat(breaches()).anyMatch(it -> it.contains("row of shard 0 ends with number 6"));
  }

  @Test
  void seesAGapBetweenSlices() {
    SliceRow last = sale.rows.removeLast();
    sale.rows.add(with(last, last.firstNumber() + 1, last.lastNumber() + 1, last.entries()));

    assertThat(breaches()).anyMatch(it -> it.contains("follows number 3"));
  }

  @Test
  void seesAChangedElement() {
    String json = new String(sale.rows.getFirst().elements(), StandardCharsets.UTF_8);
    byte[] changed = json.replace("BEN", "BOB").getBytes(StandardCharsets.UTF_8);
    change(0, changed);

    assertThat(breaches()).contains("slice 1..3 of shard 0 has another hash than its contents");
  }

  @Test
  void seesAChangedHash() {
    SliceRow first = sale.rows.getFirst();
    first.hash()[0]++;

    assertThat(breaches())
        .contains(
            "slice 1..3 of shard 0 has another hash than its contents",
            "slice 4..6 of shard 0 has another hash than its contents");
  }

  @Test
  void seesALostElement() {
    change(1, JournalWriter.write(sale.slices.get(1).subList(1, 3)));

    assertThat(breaches()).anyMatch(it -> it.contains("has 2 elements"));
  }

  @Test
  void seesEntriesOutOfOrder() {
    List<JournalElement> elements = sale.slices.getFirst();
    sale.slices.set(0, elements.reversed());
    sale.writeJournal();

    assertThat(breaches()).anyMatch(it -> it.startsWith("number 2 of shard 0 decides entry"));
  }

  @Test
  void seesAWatermarkBehindTheJournal() {
    ShardRow row = sale.shards.getFirst();
    sale.shards.set(
        0, new ShardRow(0, row.lastNumber(), EntryId.ZERO, row.lastHash(), row.published()));

    assertThat(breaches()).singleElement().asString().contains("row of shard 0");
  }

  @Test
  void seesWhatIsNotPublished() {
    ShardRow row = sale.shards.getFirst();
    sale.shards.set(0, new ShardRow(0, row.lastNumber(), row.watermark(), row.lastHash(), 5));

    assertThat(breaches()).containsExactly("shard 0 is published up to 5 of 6");
  }

  @Test
  void seesANumberThatIsNotOnTheTopic() {
    sale.topic.remove(3);

    assertThat(breaches()).containsExactly("number 4 of shard 0 is not on the topic");
  }

  @Test
  void letsAnEventComeTwice() {
    sale.topic.add(sale.topic.getFirst());

    assertThat(breaches()).isEmpty();
  }

  @Test
  void seesARepeatThatSaysSomethingElse() {
    Published first = sale.topic.getFirst();
    sale.topic.add(event(first.id(), first.key(), sale.topic.get(1).value()));

    assertThat(breaches()).singleElement().asString().contains("than the same event before");
  }

  @Test
  void seesAnEventThatTheJournalDoesNotHave() {
    Published first = sale.topic.getFirst();
    sale.topic.set(0, event(first.id(), first.key(), sale.topic.get(1).value()));

    assertThat(breaches()).singleElement().asString().contains("than the journal");
  }

  @Test
  void seesAKeyOutOfOrder() {
    // The hold of DAN and its end have the same key.
    sale.topic.add(sale.topic.remove(2));

    assertThat(breaches()).singleElement().asString().contains("of the same key");
  }

  private static Published event(String id, @Nullable String key, byte[] value) {
    return new Published(0, 99, key, id, "dev.sluice.test.v1", value);
  }

  private void change(int slice, byte[] json) {
    SliceRow row = sale.rows.get(slice);
    sale.rows.set(
        slice, with(row, row.firstNumber(), row.lastNumber(), Compression.compress(json)));
  }

  private static SliceRow with(SliceRow row, long first, long last, byte[] entries) {
    return new SliceRow(
        new SliceHead(
            row.head().format(),
            row.shard(),
            first,
            row.lastEntry(),
            row.decidedAt(),
            row.head().policyVersion(),
            row.head().clocksApart()),
        last,
        row.counts(),
        row.time(),
        row.hash(),
        entries);
  }

  private List<String> breaches() {
    return Checks.verdict(new NumberedWithoutGap(), sale.evidence()).breaches();
  }
}
