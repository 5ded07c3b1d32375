package dev.sluice.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.job.JobRunner;
import dev.sluice.job.Tick;
import dev.sluice.servers.Servers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.connection.stream.RecordId;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.JdbcTemplate;

/** The scheduler as it starts, on servers that have nothing but what it makes there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchedulerIntegrationTests {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<Integer> SHARDS = List.of(0, 1, 2, 3);

  private final HttpClient http = HttpClient.newHttpClient();
  private RunningScheduler scheduler;
  private JdbcTemplate jdbc;
  private StringRedisTemplate redis;

  @BeforeAll
  void start() {
    scheduler = run();
    jdbc = scheduler.bean(JdbcTemplate.class);
    redis = scheduler.bean(StringRedisTemplate.class);
  }

  private static RunningScheduler run() {
    return new RunningScheduler(
        List.of("--sluice.redis.durability-check=500ms", "--sluice.drain.linger=100ms"));
  }

  @AfterAll
  void stop() {
    scheduler.close();
  }

  /** An empty Redis refuses appends until a drain has verified it: a tick must start one. */
  @Test
  void ticksStartADrainForEveryShardThatNeedsOne() {
    await().atMost(PATIENCE).until(() -> SHARDS.stream().allMatch(this::isVerified));

    redis.delete(SHARDS.stream().map(SchedulerIntegrationTests::marker).toList());
    await().atMost(PATIENCE).until(() -> SHARDS.stream().allMatch(this::isVerified));
  }

  @Test
  void ticksRelayWhatADeadDrainLeft() {
    await().atMost(PATIENCE).until(() -> SHARDS.stream().allMatch(this::isVerified));
    // An entry that nobody can read is decided, too.
    redis.opsForStream().add(new ShardKeys(3).requests(), Map.of("v", "9"));
    await().atMost(PATIENCE).until(() -> published(3) == 1 && lastNumber(3) == 1);
    await().atMost(PATIENCE).until(() -> runningDrains() == 0);
    // On a slow machine a relay may have helped the drain: sent at least once is what is promised.
    long sent = events("3-1");
    assertThat(sent).isPositive();
    long before = completed("relay-outcomes");
    jdbc.update("UPDATE publication SET number = 0 WHERE shard = 3");

    await().atMost(PATIENCE).until(() -> published(3) == 1);
    await().atMost(PATIENCE).until(() -> completed("relay-outcomes") > before);
    assertThat(events("3-1")).isGreaterThan(sent);
  }

  @Test
  void metricsTellOfEverySlice() throws Exception {
    await().atMost(PATIENCE).until(() -> SHARDS.stream().allMatch(this::isVerified));
    redis.opsForStream().add(new ShardKeys(0).requests(), Map.of("v", "9"));
    await().atMost(PATIENCE).until(() -> lastNumber(0) == 1);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(get("/actuator/prometheus").body())
                    .contains("sluice_slice_phase_seconds_count{phase=\"apply\",shard=\"0\"} 1")
                    .contains("sluice_decisions_total{kind=\"dead-lettered\",shard=\"0\"} 1.0"));
  }

  /** Found from outside: whatever its drain met, a shard with requests was UP. */
  @Test
  void healthNamesAShardThatDoesNotGetOnWithoutEndingTheProcess() throws Exception {
    await().atMost(PATIENCE).until(() -> SHARDS.stream().allMatch(this::isVerified));
    // Another has the lease, and does nothing. The request came a minute ago.
    String requests = new ShardKeys(1).requests();
    await().atMost(PATIENCE).until(() -> !redis.hasKey(new ShardKeys(1).lease()));
    redis.opsForHash().put(new ShardKeys(1).lease(), "another", "1");
    String id = (System.currentTimeMillis() - 60_000) + "-0";
    redis.opsForStream().add(MapRecord.create(requests, Map.of("v", "1")).withId(RecordId.of(id)));
    try {
      HttpResponse<String> health = get("/actuator/health");
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(health.body()).contains("\"1\":{\"status\":\"DOWN\"", "\"waitingSince\"");
      assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
      assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    } finally {
      redis.delete(List.of(requests, new ShardKeys(1).lease()));
    }
    await().atMost(PATIENCE).until(() -> get("/actuator/health").statusCode() == 200);
  }

  /** Nothing is decided behind its beginning, so the other half cannot be indexed yet. */
  @Test
  void healthNamesAShardWhoseIndexIsBehind() throws Exception {
    String key = new ShardKeys(2).ids();
    await().atMost(PATIENCE).until(() -> redis.hasKey(key));
    String before = redis.opsForValue().get(key);
    String began = System.currentTimeMillis() + "-0";
    redis.opsForValue().set(key, "2 1 " + began + " 10 1 1 - 0 0 - 9 1 1 9 86400000 0 0");
    try {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(get("/actuator/health").body())
                      .contains("10 of 9 ids in the half that takes new ones, and the index"));
      assertThat(get("/actuator/health").statusCode()).isEqualTo(503);
      assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
      assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    } finally {
      redis.opsForValue().set(key, before);
    }
    await().atMost(PATIENCE).until(() -> get("/actuator/health").statusCode() == 200);
  }

  /** Found from outside: it was STARTED for ever, and what is repaired ended hours off. */
  @Test
  void anExecutionWhoseProcessDiedIsEndedAtTheTimeThatItIs() {
    JobRepository repository = scheduler.bean(JobRepository.class);
    JobParameters parameters =
        new JobParametersBuilder()
            .addLong("planted", 1L)
            .addString("lock", "{s3}:nobody", false)
            .toJobParameters();
    JobInstance instance = repository.createJobInstance("relay-outcomes", parameters);
    JobExecution execution =
        repository.createJobExecution(instance, parameters, new ExecutionContext());
    execution.setStatus(BatchStatus.STARTED);
    execution.setStartTime(LocalDateTime.now(ZoneId.systemDefault()));
    repository.update(execution);
    jdbc.update(
        "UPDATE BATCH_JOB_EXECUTION SET CREATE_TIME = UTC_TIMESTAMP(3) - INTERVAL 2 MINUTE WHERE"
            + " JOB_EXECUTION_ID = ?",
        execution.getId());
    scheduler.bean(JobRunner.class).run(scheduler.bean("endStaleExecutions", Tick.class));
    assertThat(
            jdbc.queryForObject(
                """
                SELECT STATUS = 'FAILED' AND ABS(TIMESTAMPDIFF(SECOND, END_TIME, UTC_TIMESTAMP())) < 60
                  AND ABS(TIMESTAMPDIFF(SECOND, START_TIME, UTC_TIMESTAMP())) < 60
                FROM BATCH_JOB_EXECUTION WHERE JOB_EXECUTION_ID = ?
                """,
                Boolean.class,
                execution.getId()))
        .isTrue();
  }

  @Test
  void healthNamesAPausedShardAndWhyWithoutEndingTheProcess() throws Exception {
    jdbc.update("UPDATE shard SET paused_because = 'planted' WHERE id = 2");
    try {
      HttpResponse<String> health = get("/actuator/health");
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(health.body()).contains("\"paused\":true,\"reason\":\"planted\"");
      assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
      assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    } finally {
      jdbc.update("UPDATE shard SET paused_because = NULL WHERE id = 2");
    }
    assertThat(get("/actuator/health").statusCode()).isEqualTo(200);
  }

  /** Ticks that have ended only a restart mends. Seen to fail with liveness of Boot's own state. */
  @Test
  void livenessIsOfTheTicksToo() throws Exception {
    assertThat(get("/actuator/health/liveness").body()).contains("\"ticks\":{");
  }

  @Test
  void readinessTellsOfARedisThatCouldLoseWhatItHasAndNoneStartsOnIt() throws Exception {
    assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    configure("no-appendfsync-on-rewrite", "yes");
    try {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                HttpResponse<String> health = get("/actuator/health/readiness");
                assertThat(health.statusCode()).isEqualTo(503);
                assertThat(health.body()).contains("Redis has no-appendfsync-on-rewrite yes");
              });
      assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> run().close())
          .rootCause()
          .hasMessageStartingWith("Redis has no-appendfsync-on-rewrite yes");
    } finally {
      configure("no-appendfsync-on-rewrite", "no");
    }
    await().atMost(PATIENCE).until(() -> get("/actuator/health/readiness").statusCode() == 200);
  }

  private void configure(String setting, String value) {
    redis.execute(
        (RedisCallback<Boolean>)
            connection -> {
              connection.serverCommands().setConfig(setting, value);
              return true;
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"/actuator/env", "/actuator/beans", "/jobs"})
  void whatHasNoRuleIsForNobody(String path) throws Exception {
    HttpResponse<String> toNobody = get(path);
    assertThat(toNobody.statusCode()).isEqualTo(401);
    assertThat(toNobody.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    HttpResponse<String> toACustomer = get(path, RunningScheduler.token("reserve"));
    assertThat(toACustomer.statusCode()).isEqualTo(403);
    assertThat(toACustomer.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("insufficient_scope", "scope=\"ops:read ops:run\"");
    HttpResponse<String> toAnAdministrator = get(path, RunningScheduler.token("admin"));
    assertThat(toAnAdministrator.statusCode()).isEqualTo(403);
    assertThat(toAnAdministrator.body()).contains("https://sluice.dev/problems/forbidden");
  }

  /** Some of these were answered with a page, or with 500 and a stack trace, to anybody. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET /actuator/health?=x HTTP/1.1           | Host: x                           | 400
          GET /actuator/health?a=%zz HTTP/1.1        | Host: x                           | 400
          GET /actuator/health/%00 HTTP/1.1          | Host: x                           | 400
          GET /actuator%2Fhealth HTTP/1.1            | Host: x                           | 400
          GET //actuator/health HTTP/1.1             | Host: x                           | 400
          GET /actuator/health HTTP/1.1              | Expect: x                         | 417
          GET /actuator/health HTTP/1.1              | no colon                          | 400
          GET /jobs HTTP/1.1                         | Accept: text/html                 | 401
          GET /error HTTP/1.1                        | Accept: text/html                 | 401
          GET /actuator/health/none HTTP/1.1         | Accept: text/html                 | 406
          POST /actuator/health HTTP/1.1             | Content-Type: multipart/form-data | 405
          TRACE /actuator/health HTTP/1.1            | Host: x                           | 405
          nonsense                                   | Host: x                           | 400
          """)
  void whatIsRefusedIsAProblem(String line, String header, int status) throws Exception {
    String answer = exchange(line + "\r\nHost: x\r\n" + header.replace("Host: x", "X: x") + "\r\n");
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status)
        .contains(
            "Content-Type: application/problem+json",
            "\"type\":\"https://sluice.dev/problems/",
            "\"status\":" + status)
        .doesNotContain("Exception", "\tat ", "<");
  }

  /** What the process answers to these bytes. */
  private String exchange(String head) throws IOException {
    int port = scheduler.uri("/").getPort();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static String marker(int shard) {
    return new ShardKeys(shard).verified();
  }

  private boolean isVerified(int shard) {
    return redis.hasKey(marker(shard));
  }

  private long published(int shard) {
    return number("SELECT number FROM publication WHERE shard = ?", shard);
  }

  private long lastNumber(int shard) {
    return number("SELECT last_number FROM shard WHERE id = ?", shard);
  }

  private long runningDrains() {
    return number(
        """
        SELECT COUNT(*) FROM BATCH_JOB_EXECUTION JOIN BATCH_JOB_INSTANCE USING (JOB_INSTANCE_ID)
        WHERE JOB_NAME = ? AND END_TIME IS NULL
        """,
        "drain");
  }

  private long completed(String job) {
    return number(
        """
        SELECT COUNT(*) FROM BATCH_JOB_EXECUTION JOIN BATCH_JOB_INSTANCE USING (JOB_INSTANCE_ID)
        WHERE JOB_NAME = ? AND STATUS = 'COMPLETED'
        """,
        job);
  }

  private long number(String sql, Object argument) {
    Long number = jdbc.queryForObject(sql, Long.class, argument);
    return number == null ? 0 : number;
  }

  /** How often the topic has an event. */
  private static long events(String id) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", Servers.shared().kafka().bootstrapServers(),
            "key.deserializer", ByteArrayDeserializer.class,
            "value.deserializer", ByteArrayDeserializer.class);
    try (var consumer = new KafkaConsumer<byte[], byte[]>(settings)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor("sluice.outcomes.v1").stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long found = 0;
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> event : consumer.poll(Duration.ofMillis(100))) {
          byte[] header = event.headers().lastHeader("ce_id").value();
          found += new String(header, StandardCharsets.UTF_8).equals(id) ? 1 : 0;
        }
      }
      return found;
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  private HttpResponse<String> get(String path, String token)
      throws IOException, InterruptedException {
    return send(request(path).header("Authorization", "Bearer " + token));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(scheduler.uri(path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
