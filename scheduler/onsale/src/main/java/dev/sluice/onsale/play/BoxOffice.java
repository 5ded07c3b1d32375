package dev.sluice.onsale.play;

import dev.sluice.contract.request.LineIds;
import dev.sluice.rig.evidence.client.Acknowledgement;
import dev.sluice.rig.evidence.client.Answer;
import dev.sluice.rig.evidence.client.RequestKey;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Plays a bulk call: sends it until every good line is accepted, waits until all are decided, and
 * pages through what became of them.
 */
final class BoxOffice {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int PAGE = 250;
  private static final int OK = 200;
  private static final int ACCEPTED = 202;

  private final Api api;
  private final Notes notes;
  private final Visit.Bulk call;
  private final String body;
  private final Map<Integer, PlannedRequest> good = new TreeMap<>();
  private final Set<Integer> accepted = new HashSet<>();

  BoxOffice(Api api, Notes notes, Visit.Bulk call) {
    this.api = api;
    this.notes = notes;
    this.call = call;
    body = BulkBody.of(call);
    for (int line = 1; line <= call.lines().size(); line++) {
      if (call.lines().get(line - 1) instanceof Visit.Line.Good(PlannedRequest planned)) {
        good.put(line, planned);
      }
    }
  }

  void play() throws InterruptedException {
    if (submit() && (!call.sentTwice() || submit())) {
      awaitDecisions();
    }
  }

  /** Sends the call until no line is left for later; false if that does not come to an end. */
  private boolean submit() throws InterruptedException {
    notes.sent(call.lines().size());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String last = "nothing";
    while (System.nanoTime() - deadline < 0) {
      Reply reply =
          send(() -> api.bulk(Player.BOX_OFFICE, call.key(), BulkBody.contentType(call), body));
      if (reply == null || reply.isNotNow()) {
        good.forEach((line, planned) -> notes.unclear(key(line, planned)));
        last = reply == null ? "no answer" : reply.problem();
      } else if (reply.status() != ACCEPTED) {
        notes.surprised(
            "bulk call " + call.key() + " was answered " + reply.status() + " " + reply.body());
        return false;
      } else if (noteLines(reply)) {
        return true;
      }
      notes.delayed();
      Thread.sleep(Duration.ofSeconds(reply == null ? 1 : reply.retryAfterSeconds()));
    }
    notes.surprised("bulk call " + call.key() + " was not accepted; the last answer was " + last);
    return false;
  }

  /** Notes which lines were accepted and which not; false if some are to be sent again. */
  private boolean noteLines(Reply reply) {
    var refused = new TreeMap<Integer, JsonNode>();
    for (JsonNode refusal : reply.body().path("refusals")) {
      refused.put(refusal.path("line").asInt(), refusal.path("problem"));
    }
    boolean later =
        reply.body().path("notQueued").asInt(0) > 0
            || refused.values().stream()
                .anyMatch(problem -> problem.path("retryable").asBoolean(false));
    // An answer names a thousand refused lines; of those behind the last, nothing is known.
    int last = reply.body().has("moreRefusals") ? refused.lastKey() : Integer.MAX_VALUE;
    good.forEach(
        (line, planned) -> {
          if (!refused.containsKey(line) && line < last) {
            boolean repeat = reply.replayed() && accepted.contains(line);
            accepted.add(line);
            notes.acknowledged(
                planned.customer(),
                new Acknowledgement(key(line, planned), planned.digest(), repeat));
          }
        });
    if (!later) {
      noteRefusals(refused);
    }
    return !later;
  }

  private void noteRefusals(Map<Integer, JsonNode> refused) {
    var broken = new TreeSet<Integer>();
    for (int line = 1; line <= call.lines().size(); line++) {
      if (!good.containsKey(line)) {
        broken.add(line);
      }
    }
    refused.values().forEach(problem -> notes.refused(Reply.lastWord(problem), 1));
    if (!refused.keySet().equals(broken)) {
      notes.surprised(
          "bulk call " + call.key() + ": lines " + broken + " are broken, refused were " + refused);
    }
  }

  private void awaitDecisions() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() - deadline < 0) {
      Reply status = send(() -> api.get(Player.BOX_OFFICE, "/v1/bulk/" + call.key()));
      if (status != null && status.status() == OK && status.body().path("done").asBoolean(false)) {
        notePages(status.body().path("counts"));
        return;
      }
      Thread.sleep(PAUSE);
    }
    notes.surprised("bulk call " + call.key() + " was not decided in time");
  }

  private void notePages(JsonNode counts) throws InterruptedException {
    var states = new TreeMap<String, Long>();
    String cursor = "0";
    while (!cursor.isEmpty()) {
      String path = "/v1/bulk/%s/items?limit=%d&cursor=%s".formatted(call.key(), PAGE, cursor);
      Reply page = send(() -> api.get(Player.BOX_OFFICE, path));
      if (page == null || page.status() != OK) {
        notes.surprised(path + " was not answered, or not with 200");
        return;
      }
      for (JsonNode item : page.body().path("items")) {
        states.merge(item.path("state").asString(""), 1L, Long::sum);
        note(item);
      }
      cursor = page.body().path("next").asString("");
    }
    var said = new TreeMap<String, Long>();
    counts.properties().forEach(count -> said.put(count.getKey(), count.getValue().asLong()));
    if (!said.equals(states)) {
      notes.surprised(
          "bulk call " + call.key() + " is said to have " + said + ", its items have " + states);
    }
  }

  private void note(JsonNode item) {
    PlannedRequest planned = good.get(item.path("line").asInt());
    if (planned == null) {
      return;
    }
    Answer answer = AnswerJson.read(item.path("request"));
    notes.answered(answer);
    if (!answer.key().equals(key(item.path("line").asInt(), planned))) {
      notes.surprised("item " + item + " has not the id of its line");
    }
  }

  private RequestKey key(int line, PlannedRequest planned) {
    return new RequestKey(planned.session(), LineIds.of(call.key(), line));
  }

  /** A call of the API. */
  @FunctionalInterface
  private interface Call {
    Reply make() throws IOException, InterruptedException;
  }

  private static @Nullable Reply send(Call call) throws InterruptedException {
    try {
      return call.make();
    } catch (IOException e) {
      return null;
    }
  }
}
