package dev.sluice.drain;

import dev.sluice.contract.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Random requests for one session of 40 rows of 50 seats: named seats that are often taken, best
 * seats, seats given back, and ids that come twice past the intake's memory. For one thread.
 */
final class Traffic {

  private static final int BATCH_MAX = 40;

  private final DrainFixture fixture;
  private final int shard;
  private final Requests requests;
  private final UUID session;
  private final Random random;
  private final List<Request> reserved = new ArrayList<>();

  Traffic(DrainFixture fixture, int shard, long seed) {
    this.fixture = fixture;
    this.shard = shard;
    this.requests = fixture.requests(shard);
    this.session = fixture.newSession(shard, 40, 50);
    this.random = new Random(seed);
  }

  /** What was appended. */
  Requests requests() {
    return requests;
  }

  /** Fails if any promise about what was appended is broken. */
  void check() {
    fixture.promises(shard).check(requests);
  }

  /** Appends that many. */
  void append(int count) {
    var some = new ArrayList<Request>();
    for (int i = 0; i < count; i++) {
      some.add(next());
    }
    requests.append(some);
    if (random.nextInt(4) == 0) {
      requests.appendAgain(some.getFirst());
    }
  }

  /** Appends on a thread of its own until it is closed, some thousand a second. */
  Load start() {
    return new Load();
  }

  private Request next() {
    int kind = random.nextInt(4);
    String customer = "customer" + random.nextInt(200);
    if (kind == 0 && !reserved.isEmpty()) {
      Request target = reserved.get(random.nextInt(reserved.size()));
      return Requests.cancel(session, target.customer(), target.id());
    }
    Request reserve =
        kind == 1
            ? Requests.best(session, customer, random.nextBoolean() ? "GOLD" : "PLATINUM", 2)
            : Requests.reserve(session, customer, seat(), seat());
    reserved.add(reserve);
    return reserve;
  }

  private String seat() {
    return "%s-%d-%d"
        .formatted(
            random.nextBoolean() ? "A" : "B", 1 + random.nextInt(40), 1 + random.nextInt(50));
  }

  /** Appends until it is closed. */
  final class Load implements AutoCloseable {

    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean failed;

    private Load() {
      thread = Thread.ofPlatform().name("load").daemon().start(this::run);
    }

    private void run() {
      failed = true;
      while (!closed) {
        append(1 + random.nextInt(BATCH_MAX));
        LockSupport.parkNanos(random.nextInt(20_000_000));
      }
      failed = false;
    }

    @Override
    public void close() {
      closed = true;
      try {
        thread.join(DrainFixture.PATIENCE);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (failed) {
        throw new AssertionError("the load ended early");
      }
    }
  }
}
