package dev.sluice.publication;

import dev.sluice.contract.Limits;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.JournalWriter;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.journal.WrittenElements;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Transition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The events of a slice: CloudEvents 1.0 in Kafka's binary mode, one per number, keyed by
 * reservation. Headers that are the same for many events are made once.
 */
final class OutcomeEvents {

  static final String TOPIC = "sluice.outcomes.v1";

  private static final Header SPECVERSION = header("ce_specversion", "1.0");
  private static final Header CONTENT_TYPE = header("content-type", "application/json");

  private static final Map<String, Header> TYPES =
      Stream.concat(
              Stream.of(Outcome.Type.values()).map(Outcome.Type::event),
              Stream.of(Transition.Type.values()).map(Transition.Type::event))
          // A payment that was captured and one of nothing confirm alike.
          .distinct()
          .collect(
              Collectors.toUnmodifiableMap(
                  Function.identity(), event -> header("ce_type", "dev.sluice." + event + ".v1")));

  private OutcomeEvents() {}

  /** The events, in order of their numbers. */
  static List<ProducerRecord<byte[], byte[]>> of(SliceMessage slice, WrittenElements written) {
    List<JournalElement> elements = written.elements();
    var events = new ArrayList<ProducerRecord<byte[], byte[]>>(elements.size());
    Header source = header("ce_source", "/sluice/shards/" + slice.shard());
    Header time = header("ce_time", slice.decidedAt().toString());
    for (int i = 0; i < elements.size(); i++) {
      JournalElement element = elements.get(i);
      byte[] key = utf8(element.subject());
      Header id = header("ce_id", slice.shard() + "-" + (slice.firstNumber() + i));
      List<Header> headers =
          List.of(
              SPECVERSION,
              id,
              source,
              Objects.requireNonNull(TYPES.get(element.event())),
              new RecordHeader("ce_subject", key),
              time,
              CONTENT_TYPE);
      events.add(new ProducerRecord<>(TOPIC, null, null, key, data(written, i), headers));
    }
    return events;
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
              unread.digest(),
              Arrays.copyOf(unread.payload(), Limits.PAYLOAD_BYTES_MAX),
              unread.outcome()));
    }
    return written.textOf(index);
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, utf8(value));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
