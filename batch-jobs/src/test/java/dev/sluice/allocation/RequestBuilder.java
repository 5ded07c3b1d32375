package dev.sluice.allocation;

import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.Settlement;
import dev.sluice.contract.request.SystemRequests;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request for a test: by "ann", of the session of {@link SessionBuilder}, under an id of its own.
 */
public final class RequestBuilder {

  private UUID id = SessionBuilder.uuid("request");
  private UUID session = SessionBuilder.uuid("session");
  private String customer = "ann";

  public static RequestBuilder aRequest() {
    return new RequestBuilder();
  }

  public static RequestBuilder aRequest(String name) {
    return new RequestBuilder().id(name);
  }

  public RequestBuilder id(String name) {
    id = SessionBuilder.uuid(name);
    return this;
  }

  public RequestBuilder session(String name) {
    session = SessionBuilder.uuid(name);
    return this;
  }

  public RequestBuilder by(String name) {
    customer = name;
    return this;
  }

  public Request named(String... labels) {
    return of(new Command.ReserveNamed(List.of(labels), null));
  }

  /** So many neighbours of the grade GOLD. */
  public Request bestAdjacent(int quantity) {
    return of(new Command.ReserveBest(List.of("GOLD"), quantity, quantity, true, null));
  }

  public Request best(int quantity, String... grades) {
    return atLeast(quantity, quantity, grades);
  }

  public Request atLeast(int minimum, int quantity, String... grades) {
    List<String> wanted = grades.length == 0 ? List.of("GOLD") : List.of(grades);
    return of(new Command.ReserveBest(wanted, quantity, minimum, false, null));
  }

  /** All of the grade GOLD or, if there are too few, waits for them. */
  public Request orWait(int quantity) {
    return orWait(quantity, quantity, null);
  }

  public Request orWait(int minimum, int quantity, @Nullable Instant until) {
    return of(
        new Command.ReserveBest(List.of("GOLD"), quantity, minimum, false, true, until, null));
  }

  /** So many neighbours of the grade GOLD, likewise. */
  public Request adjacentOrWait(int quantity) {
    return of(new Command.ReserveBest(List.of("GOLD"), quantity, quantity, true, true, null, null));
  }

  public Request leave(String reservation) {
    return of(new Command.LeaveWaitlist(SessionBuilder.uuid(reservation)));
  }

  public Request cancel(String reservation, String... labels) {
    return of(new Command.Cancel(SessionBuilder.uuid(reservation), List.of(labels)));
  }

  public Request pay(String reservation, long amount) {
    return of(new Command.Pay(SessionBuilder.uuid(reservation), amount, "key"));
  }

  /** From the system; what is captured is 10,000. */
  public Request settle(String reservation, String payment, Settlement result) {
    return settle(reservation, payment, result, result == Settlement.CAPTURED ? 10_000 : 0);
  }

  public Request settle(String reservation, String payment, Settlement result, long amount) {
    return SystemRequests.settlement(
        session,
        new Command.Settle(
            SessionBuilder.uuid(reservation), SessionBuilder.uuid(payment), result, amount));
  }

  public Request of(Command command) {
    return Request.of(id, session, customer, command);
  }
}
