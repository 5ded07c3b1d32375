package dev.sluice.bench.http.load;

import dev.sluice.bench.world.BenchSession;
import dev.sluice.contract.request.Command;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * What is wanted of a session, as long as somebody asks: each wish is for one named seat. In any
 * stretch of them the same share is for a seat that nobody has asked for yet, and can be granted;
 * the others are for one that is gone. Not thread-safe.
 */
public final class SeatDemand {

  /** The share of those that can be granted: an on-sale refuses most. */
  static final double GRANTED = 0.2;

  private final UUID session;
  private final List<String> seats;
  private final Random random;
  private int[] seatOf = new int[1 << 16];
  private int drawn;
  private int asked;

  /** SeatDemand for the seats of that session; the same seed gives the same ones. */
  public SeatDemand(BenchSession session, long seed) {
    random = new Random(seed);
    this.session = session.id();
    seats = new ArrayList<>(session.seats());
    Collections.shuffle(seats, random);
  }

  UUID session() {
    return session;
  }

  /** The seat of that wish; those before it are drawn first. */
  String seat(long number) {
    while (drawn <= number) {
      draw();
    }
    return seats.get(seatOf[(int) number]);
  }

  Command command(long number) {
    return new Command.ReserveNamed(List.of(seat(number)), null);
  }

  private void draw() {
    if (drawn == seatOf.length) {
      seatOf = Arrays.copyOf(seatOf, 2 * seatOf.length);
    }
    boolean fresh = asked == 0 || (random.nextDouble() < GRANTED && asked < seats.size());
    seatOf[drawn++] = fresh ? asked++ : random.nextInt(asked);
  }
}
