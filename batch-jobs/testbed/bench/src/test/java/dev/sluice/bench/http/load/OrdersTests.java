package dev.sluice.bench.http.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.bench.world.BenchSession;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.CommandJson;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.RequestType;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrdersTests {

  private static final UUID SESSION = UUID.fromString("d0000000-0000-4000-8000-000000000101");

  private final BenchSession session =
      new BenchSession(SESSION, IntStream.range(0, 5_000).mapToObj(i -> "A-1-" + i).toList());
  private final Customers customers =
      new Customers(List.of("anna", "bert"), List.of("token-a", "token-b"));
  private final Orders orders =
      new Orders(new SeatDemand(session, 1), customers, 42, "reservations");

  /** Else the check would compare what was decided with what was never sent. */
  @Test
  void sendsWhatItSaysThatItMeans() {
    for (long number = 0; number < 100; number++) {
      String[] parts = new String(orders.submit(number, 0).bytes(), US_ASCII).split("\r\n\r\n", -1);
      Request request = orders.request(number);

      assertThat(CommandJson.read(RequestType.RESERVE, parts[1].getBytes(US_ASCII)))
          .isEqualTo(request.command());
      assertThat(parts[0])
          .startsWith("POST /v1/sessions/" + SESSION + "/reservations HTTP/1.1\r\n")
          .contains("\r\nIdempotency-Key: " + request.id() + "\r\n")
          .contains("\r\nAuthorization: Bearer token-" + request.customer().charAt(0) + "\r\n")
          .endsWith("\r\nContent-Length: " + parts[1].length());
    }
  }

  @Test
  void knowsAnOrderByItsId() {
    assertThat(Orders.number(orders.id(123_456))).isEqualTo(123_456);
  }

  @Test
  void asTheirCustomersOnly() {
    assertThat(new String(orders.ask(1, 0).bytes(), US_ASCII))
        .startsWith("GET /v1/sessions/" + SESSION + "/requests/" + orders.id(1) + " HTTP/1.1\r\n")
        .contains("\r\nAuthorization: Bearer token-b\r\n")
        .endsWith("\r\nPrefer: wait=30\r\n\r\n");
    assertThat(new String(orders.listen(0, 0).bytes(), US_ASCII))
        .startsWith("GET /v1/sessions/" + SESSION + "/requests/" + orders.id(0) + "/events ")
        .endsWith("\r\n\r\n");
  }

  /** The share that can be granted is that of every stretch, however far a run gets. */
  @Test
  void wantsNewSeatsInTheSameShareAllTheTime() {
    var demand = new SeatDemand(session, 3);
    var asked = new HashSet<String>();
    for (int stretch = 0; stretch < 5; stretch++) {
      int fresh = 0;
      for (int i = 0; i < 4_000; i++) {
        fresh += asked.add(seat(demand.command(stretch * 4_000L + i))) ? 1 : 0;
      }
      assertThat(fresh / 4_000.0).isCloseTo(SeatDemand.GRANTED, within(0.03));
    }
  }

  private static String seat(Command command) {
    return ((Command.ReserveNamed) command).seats().getFirst();
  }
}
