package dev.sluice.onsale.play;

import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.CommandJson;
import dev.sluice.rig.evidence.client.Acknowledgement;
import dev.sluice.rig.evidence.client.Answer;
import dev.sluice.rig.evidence.client.RequestKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A careful client of the API: it comes again where it is told to, repeats what was not answered
 * under the same id, and notes everything. Thread-safe.
 */
final class Client {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LONG_POLL = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** The provider is asked: it is not over. */
  private static final String PAYING = "PAYING";

  private static final int OK = 200;
  private static final int ACCEPTED = 202;

  private final Api api;
  private final Notes notes;

  Client(Api api, Notes notes) {
    this.api = api;
    this.notes = notes;
  }

  /** Has a planned request accepted; null if it was not, which is noted. */
  @Nullable RequestKey submit(PlannedRequest planned) throws InterruptedException {
    Reply reply = send(planned, planned.command());
    if (reply == null) {
      return null;
    }
    if (reply.status() != ACCEPTED) {
      notes.surprised(planned + " was answered " + reply.status() + " " + reply.body());
      return null;
    }
    RequestKey key = AnswerJson.read(reply.body()).key();
    notes.acknowledged(
        planned.customer(), new Acknowledgement(key, planned.digest(), reply.replayed()));
    return key;
  }

  /**
   * Sends a command under a planned request's id until there is an answer; null if there is none in
   * time.
   */
  @Nullable Reply send(PlannedRequest planned, Command command) throws InterruptedException {
    notes.sent(1);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String last = "nothing";
    do {
      try {
        Reply reply = call(planned, command);
        if (!reply.isNotNow()) {
          return reply;
        }
        noteDoubt(planned, reply);
        last = reply.problem();
        Thread.sleep(Duration.ofSeconds(reply.retryAfterSeconds()));
      } catch (IOException e) {
        last = e.toString();
        if (planned.id() == null) {
          break;
        }
        notes.unclear(new RequestKey(planned.session(), planned.id()));
        Thread.sleep(PAUSE);
      }
      notes.delayed();
    } while (System.nanoTime() - deadline < 0);
    notes.surprised(planned + " was not answered; the last was " + last);
    return null;
  }

  /** Waits for the outcome of what was accepted; null if it does not come, which is noted. */
  @Nullable Answer awaitOutcome(String customer, RequestKey key) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String last = "nothing";
    while (System.nanoTime() - deadline < 0) {
      try {
        Reply reply = api.request(customer, key.session(), key.id(), LONG_POLL);
        if (reply.status() == OK) {
          Answer answer = AnswerJson.read(reply.body());
          if (answer.outcome() != null && !answer.state().equals(PAYING)) {
            return answer;
          }
          last = answer.state();
        } else if (reply.isNotNow()) {
          last = reply.problem();
          Thread.sleep(Duration.ofSeconds(reply.retryAfterSeconds()));
        } else {
          last = Integer.toString(reply.status());
          break;
        }
      } catch (IOException e) {
        last = e.toString();
        Thread.sleep(PAUSE);
      }
    }
    notes.surprised(key + " was accepted and told no outcome; the last answer was " + last);
    return null;
  }

  private Reply call(PlannedRequest planned, Command command)
      throws IOException, InterruptedException {
    if (command instanceof Command.Pay pay) {
      return api.pay(
          planned.customer(), planned.session(), pay.reservation(), planned.id(), body(pay));
    }
    if (command instanceof Command.Cancel cancel) {
      String seats = cancel.seats().isEmpty() ? null : String.join(",", cancel.seats());
      return api.cancel(
          planned.customer(), planned.session(), cancel.reservation(), seats, planned.id());
    }
    String body = new String(CommandJson.write(command), StandardCharsets.UTF_8);
    return api.reserve(planned.customer(), planned.session(), planned.id(), body);
  }

  /** The address names the reservation. */
  private static String body(Command.Pay pay) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("amount", pay.amount());
    if (pay.paymentKey() != null) {
      body.put("paymentKey", pay.paymentKey());
    }
    return body.toString();
  }

  private void noteDoubt(PlannedRequest planned, Reply reply) {
    String id = reply.body().path("requestId").asString("");
    if (!id.isEmpty()) {
      notes.unclear(new RequestKey(planned.session(), UUID.fromString(id)));
    }
  }
}
