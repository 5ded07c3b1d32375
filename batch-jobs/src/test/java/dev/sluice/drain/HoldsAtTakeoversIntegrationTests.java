package dev.sluice.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.outcome.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Holders die and stand still just where holds end, and others take over: each hold ends once and
 * in time (I7), and a holder that was replaced writes nothing more (I3).
 */
class HoldsAtTakeoversIntegrationTests {

  private static final long SEED = Long.getLong("sluice.seed", 20_261_127L);
  private static final int ROUNDS = 4;

  private final NodeProcesses nodes = new NodeProcesses(SEED);
  private final Random random = new Random(SEED);

  /** Shorter than a takeover takes: what is held at a death is over when the next one begins. */
  @BeforeEach
  void makeHoldsShort() {
    nodes
        .fixture()
        .jdbc()
        .update("UPDATE session SET hold_seconds = 1 WHERE shard = ?", nodes.shard());
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  /** The holder is killed at most 50 ms before the end of a hold, and the other node takes over. */
  @Test
  void holdsThatEndAroundADeathEndOnceAndInTime() {
    NodeProcess holder = start();
    nodes.traffic().append(1);
    nodes.awaitDecided(1);
    var takeovers = new ArrayList<Long>();
    try (var _ = nodes.traffic().start()) {
      for (int round = 0; round < ROUNDS; round++) {
        NodeProcess next = start();
        nodes.awaitDecided(random.nextInt(400));
        awaitEndOfAHold(Duration.ofMillis(random.nextInt(60) - 50L));
        long before = nodes.fence();
        nodes.kill(holder);
        takeovers.add(awaitTakeover(before));
        holder = next;
      }
    }
    nodes.awaitAllDecidedAndCheck();
    assertThat(takeovers)
        .as("a hold of before is ended by who comes after")
        .anyMatch(this::endedHolds);
  }

  /**
   * The holder and, by the seed, one of two others stand still together, and thaw in either order
   * once the third has taken over. What they still had in hand is not written; they live on, and
   * take over in their turn.
   */
  @Test
  void frozenHoldersThatWereReplacedWriteNothing() {
    NodeProcess holder = start();
    nodes.traffic().append(1);
    nodes.awaitDecided(1);
    start();
    start();
    var takeovers = new ArrayList<Long>();
    try (var _ = nodes.traffic().start()) {
      for (int round = 0; round < ROUNDS; round++) {
        nodes.awaitDecided(random.nextInt(400));
        var others = new ArrayList<>(nodes.list());
        others.remove(holder);
        NodeProcess next = others.remove(random.nextInt(2));
        var frozen = new ArrayList<>(List.of(holder, others.getFirst()));
        Collections.shuffle(frozen, random);
        awaitEndOfAHold(Duration.ofMillis(random.nextInt(60) - 50L));
        long before = nodes.fence();
        frozen.forEach(NodeProcess::freeze);
        takeovers.add(awaitTakeover(before));
        Collections.shuffle(frozen, random);
        frozen.forEach(NodeProcess::thaw);
        // Long enough for a thawed one to write, if it could.
        nodes.awaitDecided(400);
        assertThat(nodes.fence())
            .as("who was replaced takes nothing back")
            .isEqualTo(takeovers.getLast());
        holder = next;
      }
    }
    nodes.awaitAllDecidedAndCheck();
    assertThat(fences()).as("never one behind a later one").isSorted();
    assertThat(takeovers).doesNotHaveDuplicates().anyMatch(this::endedHolds);
    assertThat(nodes.list()).hasSize(3).allMatch(NodeProcess::isAlive);
  }

  /** A node that keeps its lease while it has nothing to do. */
  private NodeProcess start() {
    return nodes.start(Map.of("sluice.drain.linger", "1h")).ready();
  }

  /** Waits until the first hold of all ends, or so long after that, or before it. */
  private void awaitEndOfAHold(Duration after) {
    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(NodeProcess.PATIENCE)
        .until(
            () ->
                Boolean.TRUE.equals(
                    nodes
                        .fixture()
                        .jdbc()
                        .queryForObject(
                            "SELECT MIN(hold_expires_at) <= UTC_TIMESTAMP(3) - INTERVAL ?"
                                + " MICROSECOND FROM reservation WHERE shard = ? AND status = ?",
                            Boolean.class,
                            after.toNanos() / 1_000,
                            nodes.shard(),
                            ReservationStatus.HELD.code())));
  }

  /** Waits until another has raised the fence and decided something; its fence. */
  private long awaitTakeover(long before) {
    await()
        .atMost(NodeProcess.PATIENCE)
        .until(() -> fences().stream().anyMatch(fence -> fence > before));
    return fences().getLast();
  }

  /** Those of the slices, in order. */
  private List<Long> fences() {
    return nodes
        .fixture()
        .jdbc()
        .queryForList(
            "SELECT fence FROM slice WHERE shard = ? ORDER BY first_number",
            Long.class,
            nodes.shard());
  }

  /** In any of its slices: an entry that was accepted before the end does not end the hold. */
  private boolean endedHolds(long fence) {
    return nodes.fixture().journalRows(nodes.shard()).list().stream()
        .filter(slice -> slice.fence() == fence)
        .flatMap(slice -> slice.elements().stream())
        .anyMatch(
            element ->
                element instanceof JournalElement.Changed changed
                    && changed.transition() instanceof Transition.HoldExpired);
  }
}
