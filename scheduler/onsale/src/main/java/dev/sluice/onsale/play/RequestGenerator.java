package dev.sluice.onsale.play;

import dev.sluice.contract.request.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Draws what customers want: many the same, some what there is not. Not thread-safe. */
final class RequestGenerator {

  /** One seat in so many is hot: wanted by most of those who name seats. */
  private static final int HOT_SHARE = 20;

  private static final int REQUESTS_PER_CUSTOMER = 8;

  private final Stage stage;
  private final Random random;
  private final int customers;
  private final int hotSeats;

  RequestGenerator(Stage stage, int requests, Random random) {
    this.stage = stage;
    this.random = random;
    customers = Math.max(20, requests / REQUESTS_PER_CUSTOMER);
    hotSeats = Math.max(10, stage.seats().size() / HOT_SHARE);
  }

  /** A random id: the same for the same seed. */
  UUID id() {
    return new UUID(
        (random.nextLong() & ~0xF000L) | 0x4000L,
        (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | Long.MIN_VALUE);
  }

  /** Somebody wants seats of the session. */
  PlannedRequest reserve() {
    return new PlannedRequest(stage.session(), id(), customer(), seats());
  }

  /** Somebody wants seats of another session. */
  PlannedRequest elsewhere(UUID session) {
    return new PlannedRequest(session, id(), customer(), seats());
  }

  /** The customer of a planned request gives back a reservation. */
  PlannedRequest cancel(PlannedRequest planned, UUID reservation) {
    return new PlannedRequest(
        planned.session(), id(), planned.customer(), new Command.Cancel(reservation, List.of()));
  }

  /** The customer of a planned request pays for its reservation, by a key that decides the end. */
  PlannedRequest pay(PlannedRequest planned, UUID reservation) {
    int percent = random.nextInt(100);
    String kind = percent < 80 ? "" : percent < 88 ? "decline_" : percent < 94 ? "lost_" : "busy_";
    return new PlannedRequest(
        planned.session(), id(), planned.customer(), new Command.Pay(reservation, 1, kind + id()));
  }

  /** Seats that the planned request does not ask for. */
  Command otherThan(PlannedRequest planned) {
    Command other = named(seat(stage.seats().size()), 1, null);
    return other.equals(planned.command()) ? best(1, false) : other;
  }

  /** What the API has to refuse at the door. */
  Step.Misfit misfit() {
    String seat = seat(stage.seats().size());
    return switch (random.nextInt(4)) {
      case 0 ->
          new Step.Misfit(
              stage.session(), "{\"seats\": [\"%s\", \"%s\"]}".formatted(seat, seat), 400);
      case 1 -> new Step.Misfit(stage.session(), "{\"grades\": [\"GOLD\"], \"quantity\": 99}", 400);
      case 2 -> new Step.Misfit(stage.session(), "{\"seats\": [", 400);
      default -> new Step.Misfit(id(), "{\"seats\": [\"%s\"]}".formatted(seat), 404);
    };
  }

  /** A line of a bulk call that has to be refused. */
  String brokenLine() {
    return switch (random.nextInt(5)) {
      case 0 -> "{\"session\": \"%s\", \"seats\": []}".formatted(stage.session());
      case 2 -> "{\"session\": \"%s\", \"seats\" nonsense}".formatted(stage.session());
      case 3 -> "{\"session\": \"%s\", \"seats\": [\"A-1-1\"]}".formatted(id());
      case 1 -> "{\"session\": \"%s\", \"quantity\": 2}".formatted(stage.session());
      default -> "{\"session\": \"nowhere\", \"seats\": [\"A-1-1\"]}";
    };
  }

  private Command seats() {
    int percent = random.nextInt(100);
    int quantity = 1 + Math.min(random.nextInt(4), random.nextInt(4));
    if (percent < 35) {
      return named(seat(hotSeats), quantity, reference());
    }
    if (percent < 50) {
      return named(seat(stage.seats().size()), quantity, reference());
    }
    if (percent < 52) {
      return new Command.ReserveNamed(List.of("Z-99-" + (1 + random.nextInt(9))), null);
    }
    if (percent < 54) {
      return new Command.ReserveBest(List.of("DIAMOND"), quantity, quantity, false, null);
    }
    return best(quantity, percent < 75);
  }

  /** That seat and those after it. */
  private Command named(String first, int quantity, @Nullable String reference) {
    int from = stage.seats().indexOf(first);
    int to = Math.min(from + quantity, stage.seats().size());
    return new Command.ReserveNamed(stage.seats().subList(from, to), reference);
  }

  private Command best(int quantity, boolean adjacent) {
    var grades = new ArrayList<>(stage.grades());
    int first = random.nextInt(grades.size());
    int count = 1 + random.nextInt(grades.size() - first);
    int minimum = adjacent ? quantity : 1 + random.nextInt(quantity);
    return new Command.ReserveBest(
        grades.subList(first, first + count), quantity, minimum, adjacent, reference());
  }

  /** One of the first so many seats, the better the likelier. */
  private String seat(int among) {
    return stage.seats().get(Math.min(random.nextInt(among), random.nextInt(among)));
  }

  private String customer() {
    return "customer-" + random.nextInt(customers);
  }

  private @Nullable String reference() {
    return random.nextInt(10) == 0 ? "order " + random.nextInt(100_000) : null;
  }
}
