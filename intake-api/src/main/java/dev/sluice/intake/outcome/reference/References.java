package dev.sluice.intake.outcome.reference;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.contract.stream.StreamEntry;
import dev.sluice.contract.stream.UndecodableEntryException;
import dev.sluice.intake.outcome.Decisions;
import dev.sluice.intake.outcome.LocatedOutcome;
import dev.sluice.intake.outcome.OutcomeSettings;
import dev.sluice.intake.outcome.RequestKey;
import dev.sluice.intake.redis.RedisLink;
import dev.sluice.intake.redis.RedisLinks;
import dev.sluice.intake.redis.RedisUnavailableException;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The clients' own notes where no outcome at hand tells them: that of a queued request stands in
 * its stream entry, that of a reservation in the slice that granted it. A note never changes, so it
 * is read once and then kept, as far as there is room. Thread-safe.
 */
@Component
public final class References {

  private static final Logger log = LoggerFactory.getLogger(References.class);

  /** What a kept note takes, its text apart. */
  private static final int ENTRY_BYTES = 300;

  private final Decisions decisions;
  private final RedisLinks links;

  /** Empty: it is known that there is none. */
  private final Cache<Source, Optional<String>> cache;

  References(Decisions decisions, RedisLinks links, OutcomeSettings settings) {
    this.decisions = decisions;
    this.links = links;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(settings.referencesMemory().toBytes())
            .weigher(
                (Source source, Optional<String> reference) ->
                    ENTRY_BYTES + 2 * reference.map(String::length).orElse(0))
            // Its upkeep is less work than waking a pool for it.
            .executor(Runnable::run)
            .build();
  }

  /** Keeps the note of a request that was accepted, so that Redis need not be asked for it. */
  public void remember(Request request, EntryId entry) {
    cache.put(
        new Entry(new RequestKey(request.session(), request.id()), entry),
        Optional.ofNullable(request.command().reference()));
  }

  /**
   * Notes of queued requests: from memory, else from their stream entries, all asked for at once.
   *
   * @param requests where each stands in the shard's stream
   * @return those that have one; without those that Redis cannot tell now, or has no more because
   *     they are decided
   */
  public Map<RequestKey, String> findQueued(int shard, Map<RequestKey, EntryId> requests) {
    var found = new HashMap<RequestKey, String>();
    var unknown = new ArrayList<Entry>();
    requests.forEach(
        (request, id) -> {
          var entry = new Entry(request, id);
          Optional<String> known = cache.getIfPresent(entry);
          if (known == null) {
            unknown.add(entry);
          } else {
            known.ifPresent(reference -> found.put(request, reference));
          }
        });
    if (!unknown.isEmpty()) {
      try {
        ask(shard, unknown, found);
      } catch (RedisUnavailableException e) {
        log.debug("Shard {}: notes of queued requests are left out", shard, e);
      }
    }
    return found;
  }

  /**
   * Notes of granted reservations: from memory, else from the slices that granted them, each of
   * which is read and unpacked once.
   *
   * @return those that have one; without those of which the journal has no slice
   */
  public Map<Decision, String> findGranted(Collection<Decision> grants) {
    var found = new HashMap<Decision, String>();
    var unknown = new HashMap<Integer, List<Long>>();
    for (Decision grant : grants) {
      Optional<String> known = cache.getIfPresent(grant);
      if (known == null) {
        unknown.computeIfAbsent(grant.shard(), shard -> new ArrayList<>()).add(grant.number());
      } else {
        known.ifPresent(reference -> found.put(grant, reference));
      }
    }
    unknown.forEach(
        (shard, numbers) -> {
          for (LocatedOutcome outcome : decisions.list(shard, numbers)) {
            var grant = new Decision(shard, outcome.number());
            Optional<String> reference = Optional.ofNullable(outcome.reference());
            cache.put(grant, reference);
            reference.ifPresent(text -> found.put(grant, text));
          }
        });
    return found;
  }

  private void ask(int shard, List<Entry> entries, Map<RequestKey, String> found) {
    String stream = new ShardKeys(shard).requests();
    RedisLink link = links.reading(shard);
    var questions = new LinkedHashMap<Entry, Future<List<StreamMessage<String, byte[]>>>>();
    for (Entry entry : entries) {
      String id = entry.id().toString();
      questions.put(entry, link.commands().xrange(stream, Range.create(id, id), Limit.from(1)));
    }
    questions.forEach(
        (entry, question) ->
            link.answer(question).stream()
                .flatMap(message -> request(entry, message).stream())
                .forEach(
                    request -> {
                      Optional<String> reference =
                          Optional.ofNullable(request.command().reference());
                      cache.put(entry, reference);
                      reference.ifPresent(text -> found.put(entry.request(), text));
                    }));
  }

  /** The request of an entry; empty if it is unreadable, as its dead letter will say. */
  private static Optional<Request> request(Entry entry, StreamMessage<String, byte[]> message) {
    try {
      Request request = new StreamEntry(entry.id(), message.getBody()).decode();
      return Optional.of(request)
          .filter(it -> entry.request().equals(new RequestKey(it.session(), it.id())));
    } catch (UndecodableEntryException e) {
      log.debug("Entry {} has no note that could be read", entry.id(), e);
      return Optional.empty();
    }
  }

  /** What a note is read from. */
  private sealed interface Source permits Entry, Decision {}

  /** An entry of the request stream; with the request, as another Redis may give its id again. */
  private record Entry(RequestKey request, EntryId id) implements Source {}

  /**
   * Names a decision.
   *
   * @param shard by which shard
   * @param number its number in the shard
   */
  public record Decision(int shard, long number) implements Source {}
}
