package dev.sluice.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.SystemRequests;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.contract.stream.StreamEntry;
import dev.sluice.drain.DrainFixture;
import dev.sluice.drain.Requests;
import dev.sluice.shard.DatabaseClock;
import dev.sluice.stream.Pulses;
import dev.sluice.stream.Pulses.Answer;
import io.lettuce.core.XAddArgs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.scope.context.StepContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;

/** I7: no hold is immortal, and time costs a shard no more than it must. */
class ExpiryIntegrationTests {

  /** Looks at all shards, so that no other test's may be there. */
  @RegisterExtension static final DrainFixture fixture = DrainFixture.onOwnDatabase();

  private final AtomicLong clock = new AtomicLong();
  private final DueSessions due = new DueSessions(fixture.jdbc());
  private final Pulses pulses = new Pulses(fixture.drainRedis(), false);
  private final Expiry expiry = new Expiry(due, pulses, clock::get);
  private int shard;
  private UUID session;
  private Requests requests;

  @BeforeEach
  void newShard() {
    shard = fixture.newShard();
    session = fixture.newSession(shard);
    requests = fixture.requests(shard);
  }

  @AfterEach
  void nothingStaysDue() {
    pulses.close();
    fixture.jdbc().update("UPDATE session_state SET next_due_at = NULL");
  }

  /** Seen to fail without the tick's look: the seat stayed HELD. */
  @Test
  void aHoldEndsAlthoughNobodyAsksForItsSession() {
    session = fixture.database().generateSession(shard, "@hold_seconds = 1");
    Request held = hold("A-1-1");
    assertThat(state("next_due_at")).isNotNull();
    fixture.awaitEndOfHold(held);

    expiry.look();
    fixture.drain(shard);

    assertThat(status(held)).isEqualTo("EXPIRED");
    assertThat(
            fixture
                .jdbc()
                .queryForList(
                    "SELECT seat FROM reservation_seat WHERE session_id = ?",
                    Uuids.toBytes(session)))
        .isEmpty();
    assertThat(state("next_due_at")).isNull();
    assertThat(state("seats_free")).isEqualTo(2_000);
    assertThat(state("seats_held")).isEqualTo(0);
    assertThat(state("number")).isEqualTo(4L);
    assertThat(fixture.journalRows(shard).list().getLast().systemEntries()).isEqualTo(1);
    expiry.look();
    assertThat(fixture.backlog(shard)).isZero();
    fixture.promises(shard).check(requests);
  }

  /**
   * Two schedulers, or a drain that is down for ten minutes. Seen to fail without the look whether
   * the last pulse is in the stream.
   */
  @Test
  void aSessionHasOnePulseAtMost() {
    endHold(hold("A-1-1"));
    try (var others = new Pulses(fixture.drainRedis(), false)) {
      var otherNode = new Expiry(due, others, clock::get);
      for (int minute = 0; minute < 10; minute++) {
        expiry.look();
        otherNode.look();
        clock.addAndGet(Duration.ofMinutes(1).toNanos());
      }
    }

    assertThat(fixture.backlog(shard)).isEqualTo(1);
    assertThat(expiry.findStuck()).isEmpty();
  }

  /** Seen to fail with a pause that does not grow: thirty pulses a minute for ever. */
  @Test
  void aPulseInVainIsSentAgainLessAndLessOftenAndTold() {
    endHold(hold("A-1-1"));
    long pulsed = 0;
    for (int second = 0; second < 600; second++) {
      expiry.look();
      pulsed += fixture.backlog(shard);
      // Decided, but nothing came of it: no slice changed the session.
      fixture.redis().xtrim(new ShardKeys(shard).requests(), 0);
      clock.addAndGet(Duration.ofSeconds(1).toNanos());
    }

    // After 0, 2, 6, 14, 30 and 62 seconds, and then every minute.
    assertThat(pulsed).isEqualTo(14);
    assertThat(expiry.findStuck()).map(Expiry.Stuck::sessions).hasValue(1);
    assertThat(expiry.findStuck()).map(Expiry.Stuck::since).hasValue(due());
  }

  /** Where more is due than a slice may end: seen to fail with the pause of a pulse in vain. */
  @Test
  void goesOnAtOnceWithWhatIsDueNext() {
    endHold(hold("A-1-1"));
    expiry.look();
    assertThat(fixture.redis().xtrim(new ShardKeys(shard).requests(), 0)).isEqualTo(1);
    fixture
        .jdbc()
        .update(
            "UPDATE session_state SET next_due_at = next_due_at + INTERVAL 1 SECOND WHERE"
                + " session_id = ?",
            Uuids.toBytes(session));

    expiry.look();

    assertThat(fixture.backlog(shard)).isEqualTo(1);
  }

  /**
   * A drain of an older version has ended the hold, and does not know the column. Seen to fail with
   * a pulse that writes nothing where it changes nothing: pulsed once a minute for ever.
   */
  @Test
  void aPulseSetsRightWhatTheTablesSayOfASession() {
    hold("A-1-1");
    fixture
        .jdbc()
        .update(
            "UPDATE session_state SET next_due_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE"
                + " session_id = ?",
            Uuids.toBytes(session));

    expiry.look();
    fixture.drain(shard);

    assertThat(state("next_due_at")).isNotNull();
    assertThat(due()).isNull();
  }

  @Test
  void aPausedShardGetsNone() {
    endHold(hold("A-1-1"));
    fixture.shards().pause(shard, "for a test");

    expiry.look();

    assertThat(fixture.backlog(shard)).isZero();
    assertThat(expiry.findStuck()).isEmpty();
  }

  /** Seen to fail: the others waited for the one that does not answer, and health was silent. */
  @Test
  void oneShardThatTakesNoneHoldsNoOtherUp() {
    endHold(hold("A-1-1"));
    int other = fixture.newShard();
    UUID further = fixture.newSession(other);
    Request held =
        Requests.request(further, "ben", new Command.ReserveNamed(List.of("A-1-1"), null));
    fixture.requests(other).append(held);
    fixture.drain(other);
    fixture
        .jdbc()
        .update(
            "UPDATE session_state SET next_due_at = '2026-01-01' WHERE session_id = ?",
            Uuids.toBytes(further));
    fixture.redis().del(new ShardKeys(shard).verified());

    assertThatThrownBy(expiry::look).hasMessageContaining("[" + shard + "]");

    assertThat(fixture.backlog(other)).isEqualTo(1);
    assertThat(fixture.backlog(shard)).isZero();
  }

  /** By Redis' clock, by which the entry is judged: seen to fail without, as a pulse in vain. */
  @Test
  void nothingIsDueBeforeRedisSaysSoUnlessTheClocksAreApart() {
    Instant redis = redisNow();

    Answer early = pulse(redis.plusMillis(900), redis.plusSeconds(60));
    Answer apart = pulse(redis.plusSeconds(9), redis.plusSeconds(10));

    assertThat(early).isEqualTo(Answer.EARLY);
    assertThat(apart).isEqualTo(Answer.APPENDED);
  }

  /** I2's guard is for all that is appended: an emptied Redis takes no pulse either. */
  @Test
  void aRedisThatNobodyVerifiedTakesNone() {
    int unverified = fixture.newUnverifiedShard();
    Instant now = redisNow();

    assertThatThrownBy(() -> pulses.append(unverified, one(session, now), at(now)))
        .hasStackTraceContaining("NOSCRIPT");
    fixture.redis().del(new ShardKeys(shard).verified());
    assertThatThrownBy(() -> pulses.append(shard, one(session, now), at(now)))
        .hasStackTraceContaining("UNVERIFIED");
    assertThat(fixture.backlog(shard)).isZero();
  }

  /** More than one call takes, in shards of their own. */
  @Test
  void pulsesEverySessionOfEveryShard() {
    int other = fixture.newShard();
    Instant past = Instant.now().minusSeconds(60);
    for (int i = 0; i < 2_300; i++) {
      UUID id = new UUID(7, i);
      fixture
          .jdbc()
          .update(
              "INSERT INTO session (id, show_id, hall_id, shard, starts_at, sale_opens_at,"
                  + " sale_closes_at, currency, hold_seconds, seats_per_customer_max, ladder,"
                  + " policy_version) SELECT ?, show_id, hall_id, ?, starts_at, sale_opens_at,"
                  + " sale_closes_at, currency, hold_seconds, seats_per_customer_max, ladder,"
                  + " policy_version FROM session WHERE id = ?",
              Uuids.toBytes(id),
              i % 2 == 0 ? shard : other,
              Uuids.toBytes(session));
      fixture
          .jdbc()
          .update(
              "INSERT INTO session_state (session_id, terms_number, next_due_at) VALUES (?, 1,"
                  + " FROM_UNIXTIME(?))",
              Uuids.toBytes(id),
              past.getEpochSecond() + i / 1_500);
    }

    try (var roomy = new Pulses(fixture.drainRedis(), false)) {
      new Expiry(due, roomy, clock::get).look();
    }

    assertThat(fixture.backlog(shard)).isEqualTo(1_150);
    assertThat(fixture.backlog(other)).isEqualTo(1_150);
  }

  /** What a session's row does not say: changed by hand, or left by a fault of ours. */
  @Test
  void theNightlySweepGoesByTheReservations() {
    Request forgotten = hold("A-1-1");
    endHold(forgotten);
    fixture
        .jdbc()
        .update(
            "UPDATE reservation SET hold_expires_at = hold_expires_at - INTERVAL 2 MINUTE WHERE"
                + " session_id = ?",
            Uuids.toBytes(session));
    fixture
        .jdbc()
        .update(
            "UPDATE session_state SET next_due_at = NULL WHERE session_id = ?",
            Uuids.toBytes(session));
    expiry.look();
    assertThat(fixture.backlog(shard)).isZero();

    StepContribution counts = sweep();
    StepContribution again = sweep();
    fixture.drain(shard);

    assertThat(counts.getReadCount()).isEqualTo(1);
    assertThat(counts.getWriteCount()).isEqualTo(1);
    assertThat(again.getWriteCount()).isEqualTo(1);
    assertThat(status(forgotten)).isEqualTo("EXPIRED");
    assertThat(sweep().getReadCount()).isZero();
  }

  /** It has no seat by which it could be found. */
  @Test
  void theNightlySweepFindsWhoWaitedTooLong() {
    session = fixture.newSession(shard, 1, 1);
    hold("A-1-1");
    Request waits = Requests.orWait(session, "bob", "PLATINUM", 1, null);
    requests.append(waits);
    fixture.drain(shard);
    fixture
        .jdbc()
        .update(
            "UPDATE reservation SET hold_expires_at = UTC_TIMESTAMP(3) - INTERVAL 2 MINUTE WHERE"
                + " session_id = ? AND id = ?",
            Uuids.toBytes(session),
            Uuids.toBytes(waits.id()));
    fixture
        .jdbc()
        .update(
            "UPDATE session_state SET next_due_at = NULL WHERE session_id = ?",
            Uuids.toBytes(session));

    assertThat(sweep().getReadCount()).isEqualTo(1);
    fixture.drain(shard);
    assertThat(status(waits)).isEqualTo("LEFT");
  }

  /** It is nobody's request: its id is not remembered, nor indexed, and a repeat is another. */
  @Test
  void pulsesLeaveNoTraceAmongTheRequestIds() {
    long before = fixture.memory(shard).ids().young().number();
    pulse(redisNow(), redisNow());
    fixture.drain(shard);
    fixture.index(shard);

    assertThat(fixture.memory(shard).ids().young().number()).isEqualTo(before);
    assertThat(
            fixture
                .jdbc()
                .queryForObject(
                    "SELECT COUNT(*) FROM request_index WHERE shard = ?", Long.class, shard))
        .isZero();
  }

  /** A Redis that lies behind: another one comes, and there is one at most. */
  @Test
  void aPulseBelowTheWatermarkIsLeftOut() {
    requests.append(Requests.reserve(session, "anna", "A-1-1"));
    fixture.drain(shard);
    var old = new EntryId(1, 1);
    String stream = new ShardKeys(shard).requests();
    fixture.redis().del(stream);
    fixture
        .redis()
        .xadd(
            stream,
            new XAddArgs().id(old.toString()),
            StreamEntry.of(old, SystemRequests.pulse(session)).fields());

    fixture.verify(shard);

    assertThat(fixture.backlog(shard)).isZero();
    assertThat(fixture.redis().keys(new ShardKeys(shard).ids() + ":1:*")).isEmpty();
  }

  private Request hold(String seat) {
    Request held = Requests.request(session, "anna", new Command.ReserveNamed(List.of(seat), null));
    requests.append(held);
    fixture.drain(shard);
    return held;
  }

  /** Lets it have ended a second ago, wherever that is written. */
  private void endHold(Request held) {
    fixture
        .jdbc()
        .update(
            "UPDATE reservation SET hold_expires_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE"
                + " session_id = ? AND id = ?",
            Uuids.toBytes(session),
            Uuids.toBytes(held.id()));
    fixture
        .jdbc()
        .update(
            "UPDATE session_state SET next_due_at = (SELECT MIN(hold_expires_at) FROM reservation"
                + " WHERE session_id = ?) WHERE session_id = ?",
            Uuids.toBytes(session),
            Uuids.toBytes(session));
  }

  private Answer pulse(Instant clock, Instant dueAt) {
    return pulses.append(shard, one(session, dueAt), at(clock)).getFirst();
  }

  private static DatabaseClock at(Instant now) {
    return DatabaseClock.answered(now, System.nanoTime());
  }

  private static List<Pulses.Due> one(UUID session, Instant at) {
    return List.of(new Pulses.Due(session, at));
  }

  private StepContribution sweep() {
    var execution = new JobExecution(1, new JobInstance(1, "expire-holds"), new JobParameters());
    var step = new StepExecution(1, "pulse-overdue-sessions", execution);
    var contribution = new StepContribution(step);
    new ExpireTasklet(due, pulses).execute(contribution, new ChunkContext(new StepContext(step)));
    return contribution;
  }

  private Instant redisNow() {
    List<byte[]> time = fixture.redis().time();
    return Instant.ofEpochSecond(number(time.getFirst())).plusNanos(1_000 * number(time.getLast()));
  }

  private static long number(byte[] digits) {
    return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
  }

  private @Nullable Instant due() {
    var found = new ArrayList<Instant>();
    due.forEachDue(
        (sessions, now) ->
            sessions.stream()
                .filter(one -> one.session().equals(session))
                .forEach(one -> found.add(one.dueAt())));
    return found.isEmpty() ? null : found.getFirst();
  }

  private @Nullable Object state(String column) {
    return fixture
        .jdbc()
        .queryForMap("SELECT * FROM session_state WHERE session_id = ?", Uuids.toBytes(session))
        .get(column);
  }

  private String status(Request request) {
    return ReservationStatus.ofCode(
            Objects.requireNonNull(
                fixture
                    .jdbc()
                    .queryForObject(
                        "SELECT status FROM reservation WHERE session_id = ? AND id = ?",
                        Integer.class,
                        Uuids.toBytes(request.session()),
                        Uuids.toBytes(request.id()))))
        .name();
  }
}
