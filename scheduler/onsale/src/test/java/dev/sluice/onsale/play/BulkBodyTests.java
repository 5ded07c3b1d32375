package dev.sluice.onsale.play;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.request.Command;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BulkBodyTests {

  private static final UUID SESSION = new UUID(1, 1);

  private final List<Visit.Line> lines =
      List.of(
          new Visit.Line.Good(
              new PlannedRequest(
                  SESSION,
                  null,
                  "ann",
                  new Command.ReserveBest(List.of("GOLD"), 2, 1, false, null))),
          new Visit.Line.Broken("{nonsense}"));

  @Test
  void isALineEach() {
    assertThat(BulkBody.of(new Visit.Bulk(new UUID(2, 2), lines, false, false)))
        .isEqualTo(
            """
            {"session":"%s","customer":"ann","type":"RESERVE","grades":["GOLD"],"quantity":2,"minimum":1,"adjacent":false}
            {nonsense}
            """
                .formatted(SESSION));
  }

  @Test
  void isAnArrayIfAskedFor() {
    assertThat(BulkBody.of(new Visit.Bulk(new UUID(2, 2), lines, true, false)))
        .startsWith("[{\"session\":")
        .endsWith(",\n{nonsense}]");
  }
}
