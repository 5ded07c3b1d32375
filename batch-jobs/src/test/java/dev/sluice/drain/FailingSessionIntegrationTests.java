package dev.sluice.drain;

import static dev.sluice.drain.Requests.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.allocation.Allocation;
import dev.sluice.allocation.Decision;
import dev.sluice.allocation.Incoming;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.slice.DecisionFunction;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rules or a codec that fail on one session, whatever is asked of it: each of its entries is a dead
 * letter, and the other sessions of the shard are sold.
 */
class FailingSessionIntegrationTests {

  @RegisterExtension static final DrainFixture fixture = new DrainFixture();

  private static final int ENTRIES = 24;

  /** Where it fails. */
  private enum Place {
    RULES {
      @Override
      DecisionFunction decisionFunction(UUID session, Failure failure) {
        return (snapshot, slice, now, number) -> {
          for (Incoming entry : slice) {
            if (entry instanceof Incoming.Readable(var id, var _, var request)
                && request.session().equals(session)) {
              failure.happen();
            }
          }
          return Allocation.decide(snapshot, slice, now, number);
        };
      }
    },
    /** On writing what was decided of it into the journal. */
    CODEC {
      @Override
      DecisionFunction decisionFunction(UUID session, Failure failure) {
        return (snapshot, slice, now, number) -> {
          Decision decision = Allocation.decide(snapshot, slice, now, number);
          return new Decision(
              new FailingElements(decision.elements(), session, failure),
              decision.counts(),
              decision.changes());
        };
      }
    };

    abstract DecisionFunction decisionFunction(UUID session, Failure failure);
  }

  /** With what. */
  private enum Failure {
    EXCEPTION {
      @Override
      void happen() {
        throw new IllegalStateException("planted");
      }
    },
    STACK_OVERFLOW {
      @Override
      void happen() {
        assertThat(depth(0)).as("stack without an end").isNegative();
      }

      private static int depth(int depth) {
        return depth < 0 ? depth : depth(depth + 1);
      }
    };

    abstract void happen();
  }

  /**
   * Seen to fail, for a stack overflow, where only RuntimeExceptions make a slice undecidable: the
   * error ended the drain's thread, and in production every process in turn.
   */
  @ParameterizedTest
  @CsvSource({
    "RULES, EXCEPTION",
    "RULES, STACK_OVERFLOW",
    "CODEC, EXCEPTION",
    "CODEC, STACK_OVERFLOW"
  })
  void losesItsOwnEntriesOnly(Place place, Failure failure) {
    int shard = fixture.newShard();
    UUID sound = fixture.newSession(shard, 4, 10);
    UUID broken = fixture.newSession(shard, 4, 10);
    Requests requests = fixture.requests(shard);
    var all = new ArrayList<Map<String, byte[]>>();
    for (int i = 0; i < ENTRIES; i++) {
      Request request =
          reserve(
              isBroken(i) ? broken : sound,
              "customer" + i,
              "A-%d-%d".formatted(1 + i / 10, 1 + i % 10));
      all.add(Requests.fields(request));
    }
    List<EntryId> entries = requests.addAtOnce(all);
    DrainParts parts = fixture.parts(place.decisionFunction(broken, failure));
    try (var leased = new LeasedDrain(fixture, shard, parts)) {
      leased.drainAll();
      assertThat(leased.isLocked()).isTrue();
      assertThat(leased.health().reason()).isNull();
    }

    Map<EntryId, Outcome> outcomes = fixture.journalRows(shard).outcomes();
    Set<EntryId> dead = new HashSet<>();
    outcomes.forEach(
        (entry, outcome) -> {
          if (outcome.equals(new Outcome.DeadLettered("the rules failed on it"))) {
            dead.add(entry);
          } else {
            assertThat(outcome).isInstanceOf(Outcome.Held.class);
          }
        });
    for (int i = 0; i < ENTRIES; i++) {
      assertThat(dead.contains(entries.get(i))).as("entry %s", i).isEqualTo(isBroken(i));
    }
    fixture.promises(shard).check(requests);
  }

  /** Some alone, some side by side, the last one too. */
  private static boolean isBroken(int entry) {
    return entry % 7 == 2 || entry == 10 || entry == ENTRIES - 1;
  }

  /** Elements that cannot be read where they are about a session. */
  private static final class FailingElements extends AbstractList<JournalElement> {

    private final List<JournalElement> elements;
    private final UUID session;
    private final Failure failure;

    private FailingElements(List<JournalElement> elements, UUID session, Failure failure) {
      this.elements = elements;
      this.session = session;
      this.failure = failure;
    }

    @Override
    public JournalElement get(int index) {
      JournalElement element = elements.get(index);
      if (element instanceof JournalElement.Decided decided
          && decided.request().session().equals(session)) {
        failure.happen();
      }
      return element;
    }

    @Override
    public int size() {
      return elements.size();
    }
  }
}
