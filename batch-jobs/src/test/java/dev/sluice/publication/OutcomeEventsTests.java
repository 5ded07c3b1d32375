package dev.sluice.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.contract.Limits;
import dev.sluice.contract.journal.Compression;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.JournalReader;
import dev.sluice.contract.journal.JournalWriter;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.Rung;
import dev.sluice.contract.outcome.Terms;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Digest;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of element as an event, read by the CloudEvents SDK. */
class OutcomeEventsTests {

  private static final Instant AT = Instant.parse("2026-11-21T10:00:00.123Z");
  private static final EntryId ENTRY = new EntryId(1_760_000_000_000L, 3);
  private static final UUID SESSION = new UUID(1, 1);
  private static final UUID RESERVATION = new UUID(2, 2);
  private static final UUID PAYMENT = new UUID(6, 6);
  private static final Request REQUEST =
      Request.of(
          new UUID(3, 3), SESSION, "anna", new Command.ReserveNamed(List.of("A-1-1"), "\"😀\""));

  static Stream<Arguments> elements() {
    Terms terms =
        new Terms(
            new UUID(4, 4),
            AT,
            AT.plusSeconds(1),
            "EUR",
            Duration.ofMinutes(10),
            8,
            List.of(Rung.SPLIT),
            1,
            List.of(),
            List.of());
    return Stream.of(
        arguments(
            decided(new Outcome.Held(RESERVATION, List.of("A-1-1"), 100, "EUR", AT)),
            "reservation.held",
            RESERVATION),
        arguments(
            decided(new Outcome.Cancelled(RESERVATION, List.of("A-1-1"), 0, "EUR")),
            "reservation.cancelled",
            RESERVATION),
        arguments(
            decided(new Outcome.Paying(RESERVATION, 100, "EUR")),
            "reservation.paying",
            RESERVATION),
        arguments(
            decided(new Outcome.Confirmed(RESERVATION, List.of("A-1-1"), 0, "EUR")),
            "reservation.confirmed",
            RESERVATION),
        arguments(
            decided(new Outcome.Captured(RESERVATION, PAYMENT, List.of("A-1-1"), 100, "EUR")),
            "reservation.confirmed",
            RESERVATION),
        arguments(
            decided(new Outcome.Declined(RESERVATION, PAYMENT)), "payment.declined", RESERVATION),
        arguments(
            decided(new Outcome.RefundOwed(RESERVATION, PAYMENT, 100, "EUR")),
            "payment.refund-owed",
            RESERVATION),
        arguments(
            decided(new Outcome.SettledBefore(RESERVATION, PAYMENT)),
            "payment.settled-before",
            RESERVATION),
        arguments(
            decided(Outcome.Rejected.because(Reason.SOLD_OUT)), "request.rejected", REQUEST.id()),
        arguments(decided(new Outcome.Duplicate(7)), "request.duplicate", REQUEST.id()),
        arguments(decided(new Outcome.DeadLettered("boom")), "request.dead-lettered", REQUEST.id()),
        arguments(
            unread(new UUID(5, 5), new byte[] {1, 2}), "request.dead-lettered", new UUID(5, 5)),
        arguments(unread(null, new byte[0]), "request.dead-lettered", ENTRY),
        arguments(
            new JournalElement.Changed(
                new Transition.HoldExpired(SESSION, RESERVATION, List.of("A-1-1"))),
            "reservation.expired",
            RESERVATION),
        arguments(
            new JournalElement.Changed(new Transition.SessionAdmitted(SESSION, terms)),
            "session.admitted",
            SESSION));
  }

  @ParameterizedTest
  @MethodSource("elements")
  void isACloudEvent(JournalElement element, String type, Object subject) {
    ProducerRecord<byte[], byte[]> record = events(slice(element, element)).get(1);
    CloudEvent event = read(record);

    assertThat(record.topic()).isEqualTo("sluice.outcomes.v1");
    assertThat(record.key()).isEqualTo(subject.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(event.getSpecVersion()).isEqualTo(SpecVersion.V1);
    assertThat(event.getId()).isEqualTo("3-42");
    assertThat(event.getSource()).isEqualTo(URI.create("/sluice/shards/3"));
    assertThat(event.getType()).isEqualTo("dev.sluice." + type + ".v1");
    assertThat(event.getSubject()).isEqualTo(subject.toString());
    assertThat(event.getTime()).isEqualTo(AT.atOffset(ZoneOffset.UTC));
    assertThat(event.getDataContentType()).isEqualTo("application/json");
    assertThat(data(event)).containsExactly(element);
  }

  /** Seen to fail without the cut: one such event held up all behind it, for ever. */
  @Test
  void cutsAnUnreadablePayload() {
    JournalElement element = unread(null, new byte[4 * 1024 * 1024]);
    ProducerRecord<byte[], byte[]> record = events(slice(element)).getFirst();

    assertThat(record.value().length).isLessThan(64 * 1024);
    assertThat(data(read(record)))
        .containsExactly(unread(null, new byte[Limits.PAYLOAD_BYTES_MAX]));
  }

  private static JournalElement decided(Outcome outcome) {
    return new JournalElement.Decided(ENTRY, REQUEST, outcome);
  }

  private static JournalElement unread(@Nullable UUID id, byte[] payload) {
    return new JournalElement.Unread(
        ENTRY, id, null, null, Digest.NONE, payload, new Outcome.DeadLettered("broken"));
  }

  private static SliceMessage slice(JournalElement... elements) {
    return new SliceMessage(
        3,
        41,
        elements.length,
        elements.length,
        ENTRY,
        AT,
        Compression.compress(JournalWriter.write(List.of(elements))));
  }

  private static CloudEvent read(ProducerRecord<byte[], byte[]> record) {
    return KafkaMessageFactory.createReader(record.headers(), record.value()).toEvent();
  }

  private static List<JournalElement> data(CloudEvent event) {
    String json =
        new String(Objects.requireNonNull(event.getData()).toBytes(), StandardCharsets.UTF_8);
    return JournalReader.read(("[" + json + "]").getBytes(StandardCharsets.UTF_8));
  }

  private static List<ProducerRecord<byte[], byte[]>> events(SliceMessage slice) {
    return OutcomeEvents.of(slice, slice.written());
  }
}
