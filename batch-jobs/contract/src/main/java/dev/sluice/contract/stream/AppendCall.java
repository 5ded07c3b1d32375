package dev.sluice.contract.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.contract.request.CommandJson;
import dev.sluice.contract.request.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A call of the append script: what its versions take.
 *
 * @param keys its keys. Not to be changed
 * @param arguments its arguments. Not to be changed
 */
public record AppendCall(String[] keys, byte[][] arguments) {

  /** How long a list is kept that only counts. */
  public static final Duration COUNTED_FOR = Duration.ofMinutes(1);

  /**
   * A call for requests of one shard.
   *
   * @param now tells the period of the lists of recent requests
   */
  public static AppendCall of(
      AppendScript version, ShardKeys keys, Limit limit, Instant now, List<Encoded> requests) {
    return switch (version) {
      case VERSION_3 -> newest(keys, limit, now, requests);
      case VERSION_2, VERSION_1 -> older(keys, limit, requests);
    };
  }

  private static AppendCall newest(
      ShardKeys keys, Limit limit, Instant now, List<Encoded> requests) {
    var period = RecentPeriod.at(now, limit.retention);
    var arguments = new ArrayList<byte[]>(6 + 9 * requests.size());
    arguments.add(number(limit.entriesMax));
    arguments.add(number(limit.ageMax.toMillis()));
    arguments.add(number(StreamEntry.SCHEMA_VERSION));
    arguments.add(
        ascii(
            switch (limit.recent) {
              case LISTED -> keys.recentPrefix(period);
              case COUNTED -> keys.countedPrefix();
              case NEITHER -> "";
            }));
    Duration kept = limit.recent == Recent.COUNTED ? COUNTED_FOR : period.leftAt(now);
    arguments.add(number(kept.toMillis()));
    arguments.add(ascii(keys.requestPrefix()));
    for (Encoded one : requests) {
      Collections.addAll(arguments, one.remembered);
      Collections.addAll(arguments, one.fields);
    }
    return new AppendCall(
        new String[] {keys.requests(), keys.ids(), keys.verified(), keys.ageSeen()},
        arguments.toArray(byte[][]::new));
  }

  private static AppendCall older(ShardKeys keys, Limit limit, List<Encoded> requests) {
    var names = new ArrayList<String>(2 + 2 * requests.size());
    names.add(keys.requests());
    names.add(keys.verified());
    var arguments = new ArrayList<byte[]>(4 + 6 * requests.size());
    arguments.add(number(limit.entriesMax));
    arguments.add(number(limit.ageMax.toMillis()));
    arguments.add(number(limit.retention.toSeconds()));
    arguments.add(number(StreamEntry.SCHEMA_VERSION));
    for (Encoded one : requests) {
      names.add(keys.request(one.request.session(), one.request.id()));
      Collections.addAll(arguments, one.fields);
    }
    if (limit.recent == Recent.LISTED) {
      requests.forEach(one -> names.add(keys.recent(one.request.customer())));
    }
    return new AppendCall(names.toArray(String[]::new), arguments.toArray(byte[][]::new));
  }

  private static byte[] number(long value) {
    return ascii(Long.toString(value));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  /**
   * What bounds a call.
   *
   * @param entriesMax undecided entries from which on nothing is appended
   * @param ageMax age of the oldest undecided entry from which on nothing is appended
   * @param retention how long recent requests are kept, and ids by versions 1 and 2
   * @param recent what is kept of customers' recent requests
   */
  public record Limit(long entriesMax, Duration ageMax, Duration retention, Recent recent) {}

  /** What is kept of customers' recent requests. */
  public enum Recent {
    /** Lists for the retention, by which their ids are counted, too. */
    LISTED,
    /** Lists for {@link #COUNTED_FOR} that only count the ids of customers who send many. */
    COUNTED,
    /** Nothing: neither can anybody see them, nor are ids counted. */
    NEITHER
  }

  /**
   * A request encoded for the script, by the thread that brings it.
   *
   * @param request the request
   * @param remembered key, digest with owner, session with id. Not to be changed
   * @param fields of its entry: id, session, customer, type, digest, payload. Not to be changed
   */
  public record Encoded(Request request, byte[][] remembered, byte[][] fields) {

    /** Encodes a request. */
    public static Encoded of(Request request) {
      byte[][] remembered = {
        RememberedRequest.keyOf(request.session(), request.id()),
        RememberedRequest.of(EntryId.ZERO, request.digest(), request.customer(), 1).mark(),
        RememberedRequest.nameOf(request.session(), request.id())
      };
      byte[][] fields = {
        ascii(request.id().toString()),
        ascii(request.session().toString()),
        ascii(request.customer()),
        ascii(request.command().type().name()),
        ascii(request.digest().toString()),
        CommandJson.write(request.command())
      };
      return new Encoded(request, remembered, fields);
    }

    /** Bytes of what is wanted, which may be long; the others are not. */
    public int payloadLength() {
      return fields[fields.length - 1].length;
    }
  }
}
