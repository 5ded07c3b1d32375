package dev.sluice.bench.http.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.bench.http.client.Call;
import dev.sluice.contract.request.Request;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/**
 * Single requests as bytes, and what they mean. Everything of them but key and seat is ready before
 * they are needed. Not thread-safe.
 */
public final class Orders {

  private static final byte[] ASK_END = "\r\nPrefer: wait=30\r\n\r\n".getBytes(US_ASCII);
  private static final byte[] EVENTS_END =
      "/events HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream".getBytes(US_ASCII);
  private static final byte[] END = "\r\n\r\n".getBytes(US_ASCII);

  private final SeatDemand demand;
  private final Customers customers;
  private final long prefix;
  private final List<byte[]> heads;

  /**
   * Orders of this demand.
   *
   * @param prefix of the ids: no two runs on a session may have the same
   * @param resource that they are posted to, below the session
   */
  public Orders(SeatDemand demand, Customers customers, long prefix, String resource) {
    this.demand = demand;
    this.customers = customers;
    this.prefix = prefix;
    this.heads =
        customers.tokens().stream()
            .map(
                token ->
                    ("POST /v1/sessions/"
                            + demand.session()
                            + "/"
                            + resource
                            + " HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
                            + "Authorization: Bearer "
                            + token
                            + "\r\nIdempotency-Key: ")
                        .getBytes(US_ASCII))
            .toList();
  }

  /** The session that all orders are for. */
  public UUID session() {
    return demand.session();
  }

  UUID id(long number) {
    return new UUID(prefix, Long.MIN_VALUE | number);
  }

  /** The number that {@link #id} made an id of. */
  public static long number(UUID id) {
    return id.getLeastSignificantBits() & Long.MAX_VALUE;
  }

  /** What an order means. */
  public Request request(long number) {
    return Request.of(
        id(number),
        demand.session(),
        customers.names().get(customers.indexOf(number)),
        demand.command(number));
  }

  /** The call that brings an order. */
  public Call submit(long number, long due) {
    String body = "{\"seats\":[\"" + demand.seat(number) + "\"]}";
    String rest = id(number) + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    byte[] head = heads.get(customers.indexOf(number));
    return new Call(number, Call.Kind.SUBMIT, due, joined(head, rest.getBytes(US_ASCII)));
  }

  /** The call that asks for the outcome of an order, and waits for it. */
  Call ask(long number, long due) {
    return get(number, due, " HTTP/1.1\r\nHost: bench".getBytes(US_ASCII), ASK_END);
  }

  /** The call that asks for the events of an order. */
  Call listen(long number, long due) {
    return get(number, due, EVENTS_END, END);
  }

  private Call get(long number, long due, byte[] middle, byte[] end) {
    String path = "GET /v1/sessions/" + demand.session() + "/requests/" + id(number);
    String token = "\r\nAuthorization: Bearer " + customers.tokens().get(customers.indexOf(number));
    byte[] bytes = joined(path.getBytes(US_ASCII), middle, token.getBytes(US_ASCII), end);
    return new Call(number, Call.Kind.ASK, due, bytes);
  }

  private static byte[] joined(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }
}
