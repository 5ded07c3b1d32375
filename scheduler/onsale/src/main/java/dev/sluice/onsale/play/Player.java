package dev.sluice.onsale.play;

import dev.sluice.rig.evidence.client.Answer;
import dev.sluice.rig.evidence.client.RequestKey;
import dev.sluice.rig.evidence.client.SeatMap;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Plays an on-sale: so many clients at once, each of them as fast as it gets its answers. */
public final class Player {

  /** Who makes the bulk calls: needs the scope {@code reserve:bulk}. */
  public static final String BOX_OFFICE = "box-office";

  private final Api api;
  private final Notes notes;
  private final int clients;

  /**
   * A player.
   *
   * @param notes what is seen is written down here, while it is played
   */
  public Player(Api api, Notes notes, int clients) {
    this.api = api;
    this.notes = notes;
    this.clients = clients;
  }

  /** Plays that many requests drawn from the seed; returns when each has its outcome. */
  public void play(Stage stage, int requests, long seed) throws InterruptedException {
    forEach(Playbook.draw(stage, requests, seed).visits(), this::play);
  }

  /** Asks once more, for every accepted request, what became of it. */
  public void askAgain() throws InterruptedException {
    var client = new Client(api, notes);
    forEach(notes.owners().entrySet(), owned -> askAgain(client, owned));
  }

  /** The API's seat map. */
  public SeatMap seatMap(UUID session) throws InterruptedException {
    var states = new TreeMap<String, String>();
    try {
      Reply reply = api.get(BOX_OFFICE, "/v1/sessions/" + session + "/seats");
      for (JsonNode section : reply.body().path("sections")) {
        for (JsonNode seat : section.path("seats")) {
          states.put(seat.path("seat").asString(), seat.path("state").asString());
        }
      }
      checkCounts(session, states, reply.body().path("counts"));
    } catch (IOException e) {
      notes.surprised("the seat map of " + session + " was not told: " + e);
    }
    return new SeatMap(session, states);
  }

  private void checkCounts(UUID session, Map<String, String> states, JsonNode counts) {
    counts
        .properties()
        .forEach(
            count -> {
              long seats = states.values().stream().filter(count.getKey()::equals).count();
              if (seats != count.getValue().asLong()) {
                notes.surprised(
                    "the seat map of %s counts %s, but has %d %s"
                        .formatted(session, counts, seats, count.getKey()));
              }
            });
  }

  private void play(Visit visit) throws InterruptedException {
    switch (visit) {
      case Visit.Single single -> new Customer(api, notes).play(single);
      case Visit.Bulk bulk -> new BoxOffice(api, notes, bulk).play();
    }
  }

  private void askAgain(Client client, Map.Entry<RequestKey, String> owned)
      throws InterruptedException {
    Answer answer = client.awaitOutcome(owned.getValue(), owned.getKey());
    if (answer != null) {
      notes.answered(answer);
    }
  }

  /** Does something that may be waited for. */
  @FunctionalInterface
  private interface Deed<T> {
    void apply(T item) throws InterruptedException;
  }

  private <T> void forEach(Collection<T> items, Deed<T> deed) throws InterruptedException {
    Queue<T> queue = new ConcurrentLinkedQueue<>(items);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var workers =
          IntStream.range(0, clients)
              .mapToObj(
                  _ ->
                      executor.submit(
                          () -> {
                            for (T item = queue.poll(); item != null; item = queue.poll()) {
                              deed.apply(item);
                            }
                            return null;
                          }))
              .toList();
      try {
        for (Future<?> worker : workers) {
          worker.get();
        }
      } finally {
        // After a failure or an interrupt nobody is waited for.
        executor.shutdownNow();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("A client cannot go on", e.getCause());
    }
  }
}
