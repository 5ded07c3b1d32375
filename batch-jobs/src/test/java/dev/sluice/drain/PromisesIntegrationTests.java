package dev.sluice.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.journal.Compression;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.ShardKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The checker of the other tests is seen to fail: each test plants one breach behind the drain. */
class PromisesIntegrationTests {

  @RegisterExtension static final DrainFixture fixture = new DrainFixture();

  private int shard;
  private UUID session;
  private Request given;
  private Requests requests;

  /** Two slices: two holds, one of them given back in part, a rejection, a dead letter. */
  @BeforeEach
  void drainSomething() {
    shard = fixture.newShard();
    session = fixture.newSession(shard);
    requests = fixture.requests(shard);
    Request kept = Requests.reserve(session, "anna", "A-1-1", "A-1-2");
    given = Requests.reserve(session, "ben", "B-1-1", "B-1-2");
    requests.append(List.of(kept, given));
    fixture.drain(shard);
    requests.append(
        List.of(
            Requests.cancel(session, "ben", given.id(), "B-1-2"),
            Requests.reserve(session, "carl", "A-1-1")));
    requests.add(Map.of("v", new byte[] {'9'}));
    fixture.drain(shard);
  }

  @Test
  void findsNothingWhereNothingIsBroken() {
    assertThat(broken()).isEmpty();
  }

  @Test
  void findsASeatWithoutAReservation() {
    plant("DELETE FROM reservation WHERE shard = ? AND customer = 'anna'");
    assertThat(broken())
        .hasSize(4)
        .anyMatch(text -> text.startsWith("I1") && text.endsWith("to null by reservation"))
        .anyMatch(text -> text.startsWith("I8") && text.endsWith("in the table null"));
  }

  @Test
  void findsAReservationWithoutItsSeat() {
    plant(
        "DELETE rs FROM reservation_seat rs JOIN session s ON s.id = rs.session_id WHERE s.shard ="
            + " ? AND rs.seat = 0");
    assertThat(broken()).anyMatch(text -> text.startsWith("I1") && text.contains("seat 0"));
  }

  @Test
  void findsASeatTooMany() {
    plant(
        "INSERT INTO reservation_seat (session_id, seat, reservation_id)"
            + " SELECT id, 99, id FROM session WHERE shard = ?");
    assertThat(broken())
        .anyMatch(text -> text.startsWith("I1") && text.contains("seat 99"))
        .anyMatch(text -> text.startsWith("I8") && text.contains("taken, but"));
  }

  @Test
  void findsASeatThatAnEndedReservationKeeps() {
    giveTheRestBack();
    plant(
        "INSERT INTO reservation_seat (session_id, seat, reservation_id)"
            + " SELECT session_id, 101, id FROM reservation WHERE status = 3 AND shard = ?");
    assertThat(broken()).anyMatch(text -> text.startsWith("I1") && text.contains("seat 101"));
  }

  @Test
  void findsAWrongAmount() {
    plant("UPDATE reservation SET amount = amount + 1 WHERE customer = 'anna' AND shard = ?");
    assertThat(broken()).singleElement().asString().startsWith("I8").contains("customer=anna");
  }

  @Test
  void findsAWrongEndOfAReservation() {
    giveTheRestBack();
    plant("UPDATE reservation SET status = 4 WHERE status = 3 AND shard = ?");
    assertThat(broken()).singleElement().asString().startsWith("I8").contains("CANCELLED");
  }

  @Test
  void findsAHoldThatWasMadeLonger() {
    plant(
        "UPDATE reservation SET hold_expires_at = hold_expires_at + INTERVAL 1 SECOND"
            + " WHERE customer = 'anna' AND shard = ?");
    assertThat(broken()).singleElement().asString().startsWith("I8").contains("customer=anna");
  }

  /** The row says that the hold has ended, and its seats are free: but nobody decided it. */
  @Test
  void findsAnExpiryThatTheJournalDoesNotHave() {
    plant("UPDATE reservation SET status = 4, amount = 0 WHERE customer = 'anna' AND shard = ?");
    plant(
        "DELETE rs FROM reservation_seat rs JOIN session s ON s.id = rs.session_id WHERE s.shard ="
            + " ? AND rs.seat IN (0, 1)");
    assertThat(broken())
        .anyMatch(text -> text.startsWith("I1") && text.contains("seat 0"))
        .anyMatch(text -> text.startsWith("I8") && text.contains("status=EXPIRED"));
  }

  @Test
  void findsALostAndAnInventedOutcome() {
    List<EntryId> accepted = new ArrayList<>(requests.accepted());
    EntryId invented = accepted.removeLast();
    accepted.add(new EntryId(1, 1));
    assertThat(fixture.promises(shard).findBroken(accepted))
        .containsExactlyInAnyOrder(
            "I2: entry 1-1 has 0 outcomes", "I2: nobody appended entry " + invented);
  }

  @Test
  void findsALostSlice() {
    plant("DELETE FROM slice WHERE shard = ? AND first_number = 1");
    assertThat(broken()).anyMatch(text -> text.startsWith("I4: slice 4 follows number 0"));
  }

  @Test
  void findsAChangedByte() {
    JournalRows.Row first = fixture.journalRows(shard).list().getFirst();
    String json = new String(first.json(), StandardCharsets.UTF_8);
    String changed = json.replaceFirst("\"customer\":\"anna\"", "\"customer\":\"anni\"");
    plant(
        "UPDATE slice SET entries = ? WHERE first_number = 1 AND shard = ?",
        Compression.compress(changed.getBytes(StandardCharsets.UTF_8)));
    assertThat(broken()).contains("I6: the hash of slice 1 does not follow");
  }

  @Test
  void findsWrongCounts() {
    plant("UPDATE slice SET granted = 1, rejected = 1 WHERE shard = ? AND first_number = 1");
    assertThat(broken()).hasSize(1).allMatch(text -> text.startsWith("I8"));
  }

  @Test
  void findsAMissingDeadLetter() {
    plant("DELETE FROM dead_letter WHERE shard = ?");
    assertThat(broken()).hasSize(1).allMatch(text -> text.startsWith("dead letters"));
  }

  @Test
  void findsAShardThatIsNotWhereItsJournalIs() {
    plant("UPDATE shard SET last_number = last_number + 1 WHERE id = ?");
    assertThat(broken()).containsExactly("I4: the shard is at 7, not 6");
  }

  @Test
  void findsAnUnannouncedSliceAndAnUntrimmedEntry() {
    fixture.redis().xtrim(new ShardKeys(shard).outcomes(), 1);
    requests.add(Map.of("v", new byte[] {'9'}));
    assertThat(fixture.promises(shard).findBroken(requests.accepted().subList(0, 5)))
        .containsExactly(
            "the outcome stream has 1 slices, the journal 2; or they differ",
            "I8: 1 decided entries are not trimmed");
  }

  private void giveTheRestBack() {
    requests.append(Requests.cancel(session, "ben", given.id()));
    fixture.drain(shard);
    assertThat(broken()).isEmpty();
  }

  private List<String> broken() {
    return fixture.promises(shard).findBroken(requests.accepted());
  }

  private void plant(String sql, Object... values) {
    var all = new ArrayList<Object>(List.of(values));
    all.add(shard);
    fixture.jdbc().update(sql, all.toArray());
  }
}
