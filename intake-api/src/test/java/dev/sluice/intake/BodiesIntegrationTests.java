package dev.sluice.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies that do not come, come slowly, or are too many: who sends them harms nobody else. */
class BodiesIntegrationTests {

  private static final String NDJSON = "application/x-ndjson";
  private static final String BULK = "/v1/reservations:bulk";

  private static final Intake intake =
      Intake.start(
          "sluice.bulk.calls-max=2",
          "sluice.bulk.turn-wait=5s",
          "sluice.bodies.patience=1s",
          "sluice.bodies.bytes-per-second-min=1KB",
          "sluice.bodies.deadline=4s",
          "sluice.bodies.held-max=3MB",
          "sluice.bodies.held-per-caller-max=2MB");

  private final UUID session = TestSessions.aSession(1);
  private final FakeDrain drain = FakeDrain.of(1);
  private final List<RawCall> calls = new ArrayList<>();

  @AfterAll
  static void stop() {
    intake.close();
  }

  @AfterEach
  void close() {
    calls.forEach(RawCall::close);
    if (!drain.waiting().isEmpty()) {
      drain.drain();
    }
    drain.close();
  }

  private String line() {
    return "{\"session\":\"" + session + "\",\"seats\":[\"A-1-1\"]}";
  }

  private RawCall upload(String customer, String path, String type, long length) {
    RawCall call = RawCall.to(intake);
    calls.add(call);
    String token =
        customer.isEmpty()
            ? ""
            : "Authorization: Bearer " + Tokens.of(customer, "reserve:bulk") + "\r\n";
    return call.send(
        "POST %s HTTP/1.1\r\nHost: x\r\n%sContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, token, type, length));
  }

  private static void expectProblem(RawCall.Reply reply, int status, String type) {
    assertThat(reply.status()).as("%s%n%s", reply.head(), reply.body()).isEqualTo(status);
    assertThat(reply.head()).contains("application/problem+json");
    assertThat(reply.body()).contains("https://sluice.dev/problems/" + type);
  }

  /** Sixteen that dripped kept everybody from sending bulk calls. */
  @Test
  void takesACallWhileManyOthersAreStillSending() {
    for (int i = 0; i < 20; i++) {
      upload("slow" + i, BULK, NDJSON, 1_000_000).send("{");
    }
    intake.as("agency", "reserve:bulk").post(BULK, NDJSON, line().getBytes(UTF_8)).expect(202);
  }

  /** A body that was never sent was answered after a minute, with 400. */
  @Test
  void answersWhereNothingComes() {
    for (String path : List.of(BULK, Client.path(session))) {
      long began = System.nanoTime();
      expectProblem(upload("mute", path, "application/json", 50).receive(), 408, "too-slow");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
    }
  }

  /** A byte every now and then kept a call open for ever. */
  @Test
  void answersWhereABodyIsSlowerThanTheLeastRate() throws Exception {
    for (String path : List.of(BULK, Client.path(session))) {
      RawCall call = upload("dripping", path, "application/json", 5_000);
      CompletableFuture<RawCall.Reply> reply = CompletableFuture.supplyAsync(call::receive);
      long began = System.nanoTime();
      while (!reply.isDone()) {
        try {
          call.send(" ");
        } catch (UncheckedIOException e) {
          break;
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
      expectProblem(reply.get(3, TimeUnit.SECONDS), 408, "too-slow");
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .as("long before the deadline")
          .isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void answersWhereABodyIsFastEnoughButWithoutEnd() throws Exception {
    RawCall call = upload("endless", BULK, NDJSON, 10_000_000);
    CompletableFuture<RawCall.Reply> reply = CompletableFuture.supplyAsync(call::receive);
    long began = System.nanoTime();
    while (!reply.isDone()) {
      try {
        call.send("x".repeat(2_000));
      } catch (UncheckedIOException e) {
        break;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    expectProblem(reply.get(3, TimeUnit.SECONDS), 408, "too-slow");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(3));
  }

  /** A client that is refused may go on sending for a while, to see the answer; not for ever. */
  @Test
  void closesOnWhoDripsAfterHisAnswer() throws Exception {
    RawCall call = upload("", BULK, NDJSON, 1_000_000);
    expectProblem(call.receive(), 401, "unauthenticated");
    CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(call::isClosedByServer);
    long began = System.nanoTime();
    while (!closed.isDone()) {
      try {
        call.send("x");
      } catch (UncheckedIOException e) {
        break;
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    assertThat(closed.get(3, TimeUnit.SECONDS)).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void holdsNoMoreOfOneCallerThanHisShare() throws InterruptedException {
    List<Integer> statuses =
        statuses(IntStream.range(0, 3).mapToObj(i -> megabyteOf("greedy")).toList());
    // Two that come to the bound in one moment may both be refused.
    assertThat(statuses).containsOnly(429, 408);
    expectRoomFor("greedy");
  }

  @Test
  void holdsNoMoreOfAllCallersThanThereIsRoomFor() throws InterruptedException {
    List<Integer> statuses =
        statuses(IntStream.range(0, 4).mapToObj(i -> megabyteOf("caller" + i)).toList());
    // Two that come to the bound in one moment may both be refused.
    assertThat(statuses).containsOnly(503, 408);
    expectRoomFor("another");
  }

  @Test
  void holdsNothingOfCallersWhoHungUp() throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      RawCall leaver = megabyteOf("leaver");
      Eventually.holds(() -> assertThat(intake.activeCalls()).isPositive());
      leaver.hangUp();
      Eventually.holds(() -> assertThat(intake.activeCalls()).isZero());
    }
    expectRoomFor("leaver");
  }

  /** The first megabyte of a body whose rest does not come. */
  private RawCall megabyteOf(String customer) {
    return upload(customer, BULK, NDJSON, 1_500_000).send("x".repeat(1_000_000));
  }

  private static List<Integer> statuses(List<RawCall> calls) {
    return calls.stream().map(call -> call.receive().status()).toList();
  }

  /** What was held is given back, whatever became of the calls. */
  private void expectRoomFor(String customer) throws InterruptedException {
    byte[] body = (line() + "\n" + " ".repeat(1_900_000)).getBytes(UTF_8);
    Eventually.holds(
        () -> intake.as(customer, "reserve:bulk").post(BULK, NDJSON, body).expect(202));
  }

  /**
   * Two such bodies, 300 KB of blank lines, silenced every call for 46 s, whether their senders
   * waited or not.
   */
  @Test
  void answersOthersWhileBodiesAreRead() {
    String blank = "\n".repeat(300_000);
    var waiting = new ArrayList<RawCall>();
    for (int i = 0; i < 4; i++) {
      waiting.add(upload("sender" + i, BULK, NDJSON, blank.length()).send(blank));
      upload("leaver" + i, BULK, NDJSON, blank.length()).send(blank).hangUp();
    }
    long began = System.nanoTime();
    intake.with("").get("/actuator/health/liveness").expect(200);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    waiting.forEach(call -> expectProblem(call.receive(), 400, "invalid-request"));
  }

  /**
   * On threads of their own, which are not virtual: those share a few carriers with every other
   * call.
   */
  @Test
  void readsBodiesWhereTheyKeepNobodyWaiting() {
    long before = timeOfReadingThreads();
    byte[] body = (line() + "\n").repeat(5_000).getBytes(UTF_8);
    intake.as("agency", "reserve:bulk").post(BULK, NDJSON, body).expect(202);
    assertThat(timeOfReadingThreads()).isGreaterThan(before);
  }

  /** What they have taken of the processor. Virtual threads are not among those that it knows. */
  private static long timeOfReadingThreads() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(thread -> thread != null && thread.getThreadName().startsWith("bulk-reading-"))
        .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
        .sum();
  }

  @Test
  void refusesCompressedBodies() {
    byte[] body = line().getBytes(UTF_8);
    for (String path : List.of(BULK, Client.path(session))) {
      Answer answer =
          intake
              .as("agency", "reserve:bulk")
              .post(path, "application/json", body, "Content-Encoding", "gzip");
      answer.expectProblem(415, "unsupported-media-type");
      assertThat(answer.header("Accept-Encoding")).isEqualTo("identity");
    }
    intake
        .as("agency", "reserve:bulk")
        .post(BULK, NDJSON, body, "Content-Encoding", "identity")
        .expect(202);
  }
}
