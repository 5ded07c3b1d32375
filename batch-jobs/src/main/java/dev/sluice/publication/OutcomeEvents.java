package dev.sluice.publication;

import dev.sluice.contract.JournalElement;
import dev.sluice.contract.JournalWriter;
import dev.sluice.contract.Limits;
import dev.sluice.contract.Outcome;
import dev.sluice.contract.SliceMessage;
import dev.sluice.contract.Transition;
import dev.sluice.contract.WrittenElements;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * The events of a slice: CloudEvents 1.0 in Kafka's binary mode, one per number, keyed by
 * reservation. Headers that are the same for many events are made once.
 */
final class OutcomeEvents {

  static final String TOPIC = "sluice.outcomes.v1";

  private static final Header SPECVERSION = header("ce_specversion", "1.0");
  private static final Header CONTENT_TYPE = header("content-type", "application/json");
  private static final Header HELD = type("reservation.held");
  private static final Header CANCELLED = type("reservation.cancelled");
  private static final Header REJECTED = type("request.rejected");
  private static final Header DUPLICATE = type("request.duplicate");
  private static final Header DEAD_LETTERED = type("request.dead-lettered");
  private static final Header EXPIRED = type("reservation.expired");
  private static final Header ADMITTED = type("session.admitted");

  private OutcomeEvents() {}

  /** The events, in order of their numbers. */
  static List<ProducerRecord<byte[], byte[]>> of(SliceMessage slice, WrittenElements written) {
    List<JournalElement> elements = written.elements();
    var events = new ArrayList<ProducerRecord<byte[], byte[]>>(elements.size());
    Header source = header("ce_source", "/sluice/shards/" + slice.shard());
    Header time = header("ce_time", slice.decidedAt().toString());
    for (int i = 0; i < elements.size(); i++) {
      JournalElement element = elements.get(i);
      String subject = subject(element);
      byte[] key = utf8(subject);
      Header id = header("ce_id", slice.shard() + "-" + (slice.firstNumber() + i));
      List<Header> headers =
          List.of(
              SPECVERSION,
              id,
              source,
              typeOf(element),
              new RecordHeader("ce_subject", key),
              time,
              CONTENT_TYPE);
      events.add(new ProducerRecord<>(TOPIC, null, null, key, data(written, i), headers));
    }
    return events;
  }

  /** The reservation that it is about; for what is about none, the request or the session. */
  private static String subject(JournalElement element) {
    return switch (element) {
      case JournalElement.Decided decided ->
          switch (decided.outcome()) {
            case Outcome.Held held -> held.reservation().toString();
            case Outcome.Cancelled cancelled -> cancelled.reservation().toString();
            case Outcome.Rejected rejected -> decided.request().id().toString();
            case Outcome.Duplicate duplicate -> decided.request().id().toString();
            case Outcome.DeadLettered dead -> decided.request().id().toString();
          };
      case JournalElement.Unread unread -> orEntry(unread.requestId(), unread);
      case JournalElement.Changed changed ->
          switch (changed.transition()) {
            case Transition.SessionAdmitted admitted -> admitted.session().toString();
            case Transition.HoldExpired expired -> expired.reservation().toString();
          };
    };
  }

  private static Header typeOf(JournalElement element) {
    return switch (element) {
      case JournalElement.Decided decided -> typeOf(decided.outcome());
      case JournalElement.Unread unread -> typeOf(unread.outcome());
      case JournalElement.Changed changed ->
          switch (changed.transition()) {
            case Transition.SessionAdmitted admitted -> ADMITTED;
            case Transition.HoldExpired expired -> EXPIRED;
          };
    };
  }

  private static Header typeOf(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Held held -> HELD;
      case Outcome.Cancelled cancelled -> CANCELLED;
      case Outcome.Rejected rejected -> REJECTED;
      case Outcome.Duplicate duplicate -> DUPLICATE;
      case Outcome.DeadLettered dead -> DEAD_LETTERED;
    };
  }

  /**
   * The element as the journal has it; but of an unreadable payload, which may be of any size, only
   * the beginning: the broker refuses an event of more than a megabyte, and with it all behind it.
   */
  private static byte[] data(WrittenElements written, int index) {
    if (written.elements().get(index) instanceof JournalElement.Unread unread
        && unread.payload().length > Limits.PAYLOAD_BYTES_MAX) {
      return JournalWriter.write(
          new JournalElement.Unread(
              unread.entry(),
              unread.requestId(),
              unread.session(),
              unread.customer(),
              Arrays.copyOf(unread.payload(), Limits.PAYLOAD_BYTES_MAX),
              unread.outcome()));
    }
    return written.textOf(index);
  }

  private static String orEntry(@Nullable UUID id, JournalElement.Unread unread) {
    return id == null ? unread.entry().toString() : id.toString();
  }

  private static Header type(String name) {
    return header("ce_type", "dev.sluice." + name + ".v1");
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, utf8(value));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
