package dev.sluice.bench.http.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bench.world.BenchSession;
import dev.sluice.contract.request.Request;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BulksTests {

  private final BenchSession session =
      new BenchSession(new UUID(1, 2), List.of("A-1-1", "A-1-2", "A-1-3"));
  private final Customers customers = new Customers(List.of("anna", "bert"), List.of("a", "b"));
  private final Customers agencies = new Customers(List.of("agency"), List.of("token"));
  private final Bulks bulks = new Bulks(new SeatDemand(session, 1), customers, agencies, 7, 3);

  @Test
  void aLineIsWhatItMeans() {
    String[] parts = new String(bulks.calls(2).get(1), US_ASCII).split("\r\n\r\n", -1);
    List<String> lines = parts[1].lines().toList();
    List<Request> requests = bulks.requests(1).toList();

    assertThat(lines).hasSameSizeAs(requests).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(lines.get(i)).contains("\"customer\":\"" + requests.get(i).customer() + "\"");
      assertThat(requests.get(i).id().version()).isEqualTo(5);
    }
    assertThat(parts[0]).endsWith("Content-Length: " + parts[1].length());
  }
}
