package dev.sluice.bench.world;

import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Requests, each for one named seat by a customer of its own. In any stretch of them the same share
 * asks for a seat that nobody has asked for yet, and so is granted; the others ask for one that is
 * gone. So an arm that gets through a part of them has met the same mix as one that decides all.
 *
 * @param requests in the order of their arrival
 * @param granted how many have to be granted
 * @param sessions how many; the first so many requests name each of them once
 */
public record Demand(List<Request> requests, int granted, int sessions) {

  /**
   * Draws requests.
   *
   * @param random of all draws; the same one gives the same requests
   * @param sessions asked in turns
   * @param count how many
   * @param mix how many are granted
   */
  public static Demand draw(Random random, List<BenchSession> sessions, int count, Mix mix) {
    List<Crowd> crowds = sessions.stream().map(session -> new Crowd(session, random)).toList();
    var requests = new ArrayList<Request>(count);
    int granted = 0;
    for (int i = 0; i < count; i++) {
      Crowd crowd = crowds.get(i % crowds.size());
      boolean fresh = crowd.taken == 0 || random.nextDouble() < mix.granted();
      String seat = fresh ? crowd.next() : crowd.seats.get(random.nextInt(crowd.taken));
      granted += fresh ? 1 : 0;
      var id =
          new UUID(
              (random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() >>> 2) | (1L << 63));
      requests.add(
          Request.of(
              id, crowd.session, "customer-" + i, new Command.ReserveNamed(List.of(seat), null)));
    }
    return new Demand(requests, granted, sessions.size());
  }

  private static final class Crowd {
    private final UUID session;
    private final List<String> seats;
    private int taken;

    private Crowd(BenchSession session, Random random) {
      this.session = session.id();
      seats = new ArrayList<>(session.seats());
      Collections.shuffle(seats, random);
    }

    private String next() {
      return seats.get(taken++);
    }
  }
}
