package dev.sluice.bench.peer;

import com.zaxxer.hikari.HikariDataSource;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import java.sql.Connection;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;

/** The reference systems' way: a distributed lock on the seat around a row transaction. */
final class LockWay implements Way {

  private static final long LOCK_SECONDS = 10;

  private final Seats seats;
  private final HikariDataSource pool;
  private final RedissonClient redisson;
  private final ResultDelivery delivery;

  LockWay(Seats seats, HikariDataSource pool, RedissonClient redisson, ResultDelivery delivery) {
    this.seats = seats;
    this.pool = pool;
    this.redisson = redisson;
    this.delivery = delivery;
  }

  @Override
  public boolean decide(Request request) throws Exception {
    String seat = ((Command.ReserveNamed) request.command()).seats().getFirst();
    // With a length of its own the lock needs no watchdog.
    RLock lock = redisson.getLock("bench:lock:" + request.session() + ":" + seat);
    boolean granted;
    lock.lock(LOCK_SECONDS, TimeUnit.SECONDS);
    try (Connection connection = pool.getConnection()) {
      granted = !seats.isTaken(connection, request);
      if (granted) {
        seats.reserve(connection, request);
        connection.commit();
      } else {
        connection.rollback();
      }
    } finally {
      lock.unlock();
    }
    delivery.tell(request, granted, seat);
    return granted;
  }

  @Override
  public void settle() {
    delivery.settle();
  }
}
