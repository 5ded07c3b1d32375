package dev.sluice.drain;

import static dev.sluice.drain.Requests.reserve;
import static dev.sluice.drain.Requests.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.shard.ShardPausedException;
import dev.sluice.slice.DecisionFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Poison is dead-lettered alone, and nothing else ever is. */
class DeadLetterIntegrationTests extends OneSession {

  /** Its own: tables are changed. */
  @RegisterExtension static final DrainFixture fixture = DrainFixture.onOwnDatabase();

  DeadLetterIntegrationTests() {
    super(fixture);
  }

  static Stream<Arguments> brokenEntries() {
    return Stream.of(
        broken("version", fields -> fields.put("v", utf8("2"))),
        broken("type", fields -> fields.put("type", utf8("RESERVE\t'\"\\😀"))),
        broken("no version", fields -> fields.remove("v")),
        broken("no type", fields -> fields.remove("type")),
        broken("no id", fields -> fields.remove("id")),
        broken("no session", fields -> fields.remove("session")),
        broken("no customer", fields -> fields.remove("customer")),
        broken("no digest", fields -> fields.remove("digest")),
        broken("no payload", fields -> fields.remove("payload")),
        broken("customer", fields -> fields.put("customer", utf8("ann a"))),
        broken("id", fields -> fields.put("id", utf8("42"))),
        broken("digest", fields -> fields.put("digest", utf8("42"))),
        broken("broken JSON", fields -> fields.put("payload", utf8("{\"seats\":[\"A-1-1\""))),
        broken("no JSON", fields -> fields.put("payload", new byte[] {0, 1, 2, (byte) 0xff})),
        broken("empty", fields -> fields.put("payload", new byte[0])),
        broken("not a command", fields -> fields.put("payload", utf8("{\"what\":1}"))),
        broken(
            "lone surrogate",
            fields ->
                fields.put("payload", utf8("{\"seats\":[\"A-1-1\"],\"reference\":\"\\ud800\"}"))),
        broken(
            "invalid UTF-8",
            fields ->
                fields.put("payload", new byte[] {'{', '"', 's', (byte) 0xc3, '"', ':', '1', '}'})),
        broken(
            "deep",
            fields -> fields.put("payload", utf8("{\"seats\":" + "[".repeat(40) + "]".repeat(40)))),
        broken("a mebibyte", fields -> fields.put("payload", new byte[1 << 20])),
        broken(
            "twenty mebibytes of noise",
            fields -> {
              var noise = new byte[20 << 20];
              new Random(1).nextBytes(noise);
              fields.put("payload", noise);
            }));
  }

  private static Arguments broken(String name, Consumer<Map<String, byte[]>> breakage) {
    return arguments(named(name, breakage));
  }

  @ParameterizedTest
  @MethodSource("brokenEntries")
  void deadLettersAnEntryThatCannotBeDecoded(Consumer<Map<String, byte[]>> breakage) {
    EntryId before = requests.append(reserve(session, "anna", "A-1-1"));
    var fields = new HashMap<>(Requests.fields(reserve(session, "ben", "A-1-2")));
    breakage.accept(fields);
    EntryId broken = requests.add(fields);
    EntryId after = requests.append(reserve(session, "carl", "A-1-3"));
    fixture.drain(shard);

    JournalRows rows = fixture.journalRows(shard);
    assertThat(rows.get(before)).isInstanceOf(Outcome.Held.class);
    assertThat(rows.get(broken)).isInstanceOf(Outcome.DeadLettered.class);
    assertThat(rows.get(after)).isInstanceOf(Outcome.Held.class);
    assertThat(deadLetters()).containsExactly(broken);
    // Readable in SQL, whatever is in it.
    assertThat(
            fixture
                .jdbc()
                .queryForList(
                    "SELECT kind FROM outcome WHERE shard = ? ORDER BY number",
                    String.class,
                    shard))
        .containsExactly("SESSION_ADMITTED", "HELD", "DEAD_LETTERED", "HELD");
    fixture.promises(shard).check(requests);
  }

  /** Seen to fail without the halving (the slice is tried for ever). */
  @Test
  void deadLettersTheOneEntryWithAValueThatTheDatabaseRefuses() {
    fixture.jdbc().execute("ALTER TABLE reservation MODIFY customer VARCHAR(12) NOT NULL");
    try {
      var all = new ArrayList<Request>();
      for (int i = 0; i < 1_000; i++) {
        // Two hundred seats: most of the thousand are refused, which costs the halving nothing.
        all.add(
            reserve(
                session,
                i == 37 ? "much-too-long-a-name" : "customer" + i,
                "%s-%d-%d".formatted(i < 500 ? "A" : "B", 1 + i / 10 % 10, 1 + i % 10)));
      }
      List<EntryId> entries = requests.append(all);
      // The seat of the dead letter is free for the next one.
      EntryId next = requests.append(reserve(session, "next", "A-4-8"));
      fixture.drain(shard);

      JournalRows rows = fixture.journalRows(shard);
      Map<EntryId, Outcome> outcomes = rows.outcomes();
      assertThat(deadLetters()).containsExactly(entries.get(37));
      assertThat(outcomes.get(entries.get(37)))
          .isEqualTo(new Outcome.DeadLettered("the database refused one of its values"));
      assertThat(outcomes.values().stream().filter(o -> o instanceof Outcome.DeadLettered))
          .hasSize(1);
      assertThat(outcomes.get(entries.get(137))).isInstanceOf(Outcome.Held.class);
      assertThat(outcomes.get(next))
          .isEqualTo(new Outcome.Rejected(Reason.SEAT_TAKEN, List.of("A-4-8"), 0));
      fixture.promises(shard).check(requests);
    } finally {
      fixture
          .jdbc()
          .execute(
              "ALTER TABLE reservation MODIFY customer VARCHAR(64) CHARACTER SET ascii COLLATE"
                  + " ascii_bin NOT NULL");
    }
  }

  @Test
  void deadLettersTheOneRequestOnWhichTheRulesThrow() {
    // Two such seats cost more than a number can hold.
    fixture
        .jdbc()
        .update(
            "UPDATE session_price SET amount = 9000000000000000000 WHERE session_id = ?",
            Uuids.toBytes(session));
    EntryId before = requests.append(reserve(session, "anna", "A-1-1"));
    EntryId poison = requests.append(reserve(session, "ben", "A-1-2", "A-1-3"));
    EntryId after = requests.append(reserve(session, "carl", "A-1-2"));
    assertThat(fixture.drain(shard)).hasSize(1);

    JournalRows rows = fixture.journalRows(shard);
    assertThat(rows.get(before)).isInstanceOf(Outcome.Held.class);
    assertThat(rows.get(poison)).isInstanceOf(Outcome.DeadLettered.class);
    assertThat(rows.get(after)).isInstanceOf(Outcome.Held.class);
    assertThat(rows.elements().get(2)).isInstanceOf(JournalElement.Decided.class);
    fixture.promises(shard).check(requests);
  }

  /** Seen to fail without {@code UndecidableSliceException} (the slice is tried for ever). */
  @Test
  void deadLettersTheOneRequestOnWhichTheRulesFailAsAWhole() {
    var all = new ArrayList<Request>();
    for (int i = 0; i < 40; i++) {
      all.add(reserve(session, "customer" + i, "A-%d-%d".formatted(1 + i / 10, 1 + i % 10)));
    }
    List<EntryId> entries = requests.append(all);
    UUID poison = all.get(17).id();
    drain(DrainFixture.failingOn(poison));

    Map<EntryId, Outcome> outcomes = fixture.journalRows(shard).outcomes();
    assertThat(deadLetters()).containsExactly(entries.get(17));
    assertThat(outcomes.get(entries.get(17)))
        .isEqualTo(new Outcome.DeadLettered("the rules failed on it"));
    assertThat(outcomes.values().stream().filter(o -> o instanceof Outcome.Held)).hasSize(39);
    fixture.promises(shard).check(requests);
  }

  /** If not even a dead letter can be decided, it is not the entry's fault. */
  @Test
  void pausesAShardOnWhichTheRulesAlwaysFail() {
    requests.append(List.of(reserve(session, "anna", "A-1-1"), reserve(session, "ben", "A-1-2")));
    assertThatExceptionOfType(ShardPausedException.class)
        .isThrownBy(
            () ->
                drain(
                    (snapshot, slice, now, number) -> {
                      throw new IllegalStateException("planted");
                    }))
        .withMessageContaining("planted");

    assertThat(fixture.shards().findPause(shard)).contains("planted");
    assertThat(fixture.journalRows(shard).list()).isEmpty();
    assertThat(deadLetters()).isEmpty();
    assertThat(fixture.leases().tryTake(shard)).isEmpty();

    fixture.jdbc().update("UPDATE shard SET paused_because = NULL WHERE id = ?", shard);
    fixture.drain(shard);
    fixture.promises(shard).check(requests);
    assertThat(fixture.journalRows(shard).outcomes().values())
        .allMatch(outcome -> outcome instanceof Outcome.Held);
  }

  static Stream<Arguments> brokenSessions() {
    return Stream.of(
        arguments("DELETE FROM session_section WHERE session_id = ?"),
        arguments("UPDATE session SET ladder = 'SIDEWAYS' WHERE id = ?"),
        arguments(
            "DELETE FROM seat WHERE hall_id = (SELECT hall_id FROM session WHERE id = ?) AND"
                + " ordinal = 3"),
        arguments("DELETE FROM seat WHERE hall_id = (SELECT hall_id FROM session WHERE id = ?)"));
  }

  /** Seen to fail (tried for ever) where {@code Catalogue.load} throws instead of leaving out. */
  @ParameterizedTest
  @MethodSource("brokenSessions")
  void sellsTheOtherSessionsWhereOneIsBroken(String breakage) {
    UUID broken = fixture.newSession(shard);
    fixture.jdbc().update(breakage, Uuids.toBytes(broken));
    EntryId before = requests.append(reserve(session, "anna", "A-1-1"));
    EntryId lost = requests.append(reserve(broken, "anna", "A-1-1"));
    EntryId after = requests.append(reserve(session, "ben", "A-1-2"));
    fixture.drain(shard);

    JournalRows rows = fixture.journalRows(shard);
    assertThat(rows.get(before)).isInstanceOf(Outcome.Held.class);
    assertThat(rows.get(lost))
        .satisfiesAnyOf(
            outcome ->
                assertThat(outcome)
                    .isInstanceOfSatisfying(
                        Outcome.DeadLettered.class,
                        dead -> assertThat(dead.error()).contains(broken.toString())),
            outcome ->
                assertThat(outcome)
                    .isEqualTo(new Outcome.Rejected(Reason.UNKNOWN_SEAT, List.of("A-1-1"), 0)));
    assertThat(rows.get(after)).isInstanceOf(Outcome.Held.class);
    fixture.promises(shard).check(requests);
  }

  private void drain(DecisionFunction decisionFunction) {
    try (var drain = new ShardDrain(fixture.newLease(shard), fixture.parts(decisionFunction))) {
      fixture.drain(shard, drain);
    }
  }

  private List<EntryId> deadLetters() {
    return fixture
        .jdbc()
        .query(
            "SELECT entry FROM dead_letter WHERE shard = ? ORDER BY number",
            (row, index) -> EntryId.fromBytes(row.getBytes(1)),
            shard);
  }
}
