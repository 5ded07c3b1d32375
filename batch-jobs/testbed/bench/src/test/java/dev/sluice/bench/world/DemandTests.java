package dev.sluice.bench.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DemandTests {

  private final BenchSession session = session(1);

  /** Who decides a part of the requests has met the same mix as who decides all. */
  @Test
  void asksForFreeSeatsInTheSameShareThroughout() {
    Demand demand = Demand.draw(new Random(1), List.of(session), 10_000, Mix.MANY_GRANTED);
    assertThat(granted(demand.requests())).isEqualTo(demand.granted());
    assertThat(granted(demand.requests().subList(0, 2_000))).isBetween(1_300, 1_500);
    assertThat(demand.granted()).isBetween(6_800, 7_200);
  }

  @Test
  void namesEverySessionOnceAtFirst() {
    Demand demand =
        Demand.draw(
            new Random(1), List.of(session(1), session(2), session(3)), 99, Mix.FEW_GRANTED);
    assertThat(demand.requests().subList(0, demand.sessions()).stream().map(Request::session))
        .doesNotHaveDuplicates()
        .hasSize(3);
  }

  @Test
  void isTheSameForTheSameSeed() {
    assertThat(Demand.draw(new Random(7), List.of(session), 100, Mix.MANY_GRANTED))
        .isEqualTo(Demand.draw(new Random(7), List.of(session), 100, Mix.MANY_GRANTED));
  }

  private static int granted(List<Request> requests) {
    var taken = new HashSet<String>();
    requests.forEach(request -> taken.addAll(((Command.ReserveNamed) request.command()).seats()));
    return taken.size();
  }

  private static BenchSession session(long id) {
    return new BenchSession(
        new UUID(id, id), IntStream.range(0, 8_000).mapToObj(seat -> "A-1-" + seat).toList());
  }
}
