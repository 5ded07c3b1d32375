package dev.sluice.intake.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.intake.outcome.DecodedSlice;
import dev.sluice.intake.outcome.Outcomes;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Seat maps of the sessions that are asked for. The first call of a session reads the database; the
 * later ones apply what its shard decided since, from memory.
 */
@Component
final class SeatMaps {

  /** A seat's state, and its JSON. */
  private static final int SEAT_BYTES = 4 + 48;

  private final Seating seating;
  private final Halls halls;
  private final Outcomes outcomes;
  private final SessionSettings settings;
  private final Cache<UUID, Kept> cache;

  SeatMaps(Seating seating, Halls halls, Outcomes outcomes, SessionSettings settings) {
    this.seating = seating;
    this.halls = halls;
    this.outcomes = outcomes;
    this.settings = settings;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(settings.seatMapMemory().toBytes())
            .weigher((UUID session, Kept kept) -> kept.bytes)
            .build();
  }

  /** A seat map as it is now. */
  static final class Page {

    private final String version;
    private final byte[] json;
    private byte @Nullable [] gzip;

    Page(String version, byte[] json) {
      this.version = version;
      this.json = json;
    }

    /** Names this content; another content of the session has another one. */
    String version() {
      return version;
    }

    /** The content. */
    byte[] json() {
      return json;
    }

    /** The content, compressed once for all who ask. */
    synchronized byte[] gzip() {
      byte[] known = gzip;
      if (known == null) {
        known = Gzip.compress(json);
        gzip = known;
      }
      return known;
    }
  }

  Page get(Session session) {
    return cache
        .get(session.id(), id -> new Kept(halls.get(session.hall().id()).seats().size()))
        .current(session);
  }

  /** One session's map, with the JSON of its last version. */
  private final class Kept {

    private final int bytes;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable SeatMap map;
    private @Nullable Page page;

    Kept(int seats) {
      this.bytes = 1000 + SEAT_BYTES * seats;
    }

    Page current(Session session) {
      lock.lock();
      try {
        SeatMap current = caughtUp(session);
        map = current;
        String version = session.policyVersion() + "-" + current.changedNumber();
        Page last = page;
        if (last == null || !last.version().equals(version)) {
          last = new Page(version, SeatMapJson.write(session, current));
          page = last;
        }
        return last;
      } finally {
        lock.unlock();
      }
    }

    private SeatMap caughtUp(Session session) {
      SeatMap known = map;
      if (known != null) {
        List<DecodedSlice> since =
            outcomes.listFrom(session.shard(), known.number() + 1, settings.seatMapLagMax());
        if (since != null) {
          since.forEach(known::apply);
          return known;
        }
      }
      return new SeatMap(session, halls.get(session.hall().id()), seating.read(session));
    }
  }
}
