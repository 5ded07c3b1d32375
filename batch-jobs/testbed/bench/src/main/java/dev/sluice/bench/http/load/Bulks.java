package dev.sluice.bench.http.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.contract.request.LineIds;
import dev.sluice.contract.request.Request;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Bulk calls as bytes, and what their lines mean. Each is an agency's, for many customers. Not
 * thread-safe.
 */
public final class Bulks {

  private final SeatDemand demand;
  private final Customers customers;
  private final Customers agencies;
  private final long prefix;
  private final int lines;

  /**
   * Calls with that many lines.
   *
   * @param customers whom the lines are for
   * @param agencies who send them
   * @param prefix of the calls' keys: no two runs may have the same
   */
  public Bulks(SeatDemand demand, Customers customers, Customers agencies, long prefix, int lines) {
    this.demand = demand;
    this.customers = customers;
    this.agencies = agencies;
    this.prefix = prefix;
    this.lines = lines;
  }

  /** The session that all lines are for. */
  public UUID session() {
    return demand.session();
  }

  /** So many calls, ready to be sent. */
  public List<byte[]> calls(int count) {
    return IntStream.range(0, count).mapToObj(this::bytes).toList();
  }

  /** What the lines of a call mean. */
  public Stream<Request> requests(long call) {
    return LongStream.range(0, lines).mapToObj(line -> request(call, line));
  }

  private Request request(long call, long line) {
    long number = call * lines + line;
    return Request.of(
        LineIds.of(key(call), line + 1),
        demand.session(),
        customer(number),
        demand.command(number));
  }

  private byte[] bytes(int call) {
    var body = new StringBuilder();
    for (long line = 0; line < lines; line++) {
      long number = (long) call * lines + line;
      body.append("{\"session\":\"")
          .append(demand.session())
          .append("\",\"customer\":\"")
          .append(customer(number))
          .append("\",\"seats\":[\"")
          .append(demand.seat(number))
          .append("\"]}\n");
    }
    String head =
        "POST /v1/reservations:bulk HTTP/1.1\r\nHost: bench\r\n"
            + "Content-Type: application/x-ndjson\r\nAuthorization: Bearer "
            + agencies.tokens().get(agencies.indexOf(call))
            + "\r\nIdempotency-Key: "
            + key(call)
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";
    return (head + body).getBytes(US_ASCII);
  }

  private UUID key(long call) {
    return new UUID(prefix, Long.MIN_VALUE | call);
  }

  private String customer(long number) {
    return customers.names().get(customers.indexOf(number));
  }
}
