package dev.sluice.rig.check;

import dev.sluice.rig.evidence.Evidence;
import dev.sluice.rig.evidence.table.JournalLine;
import dev.sluice.rig.evidence.topic.Published;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The topic's side of I4: every number is there at least once, says what the journal says, each
 * time the same, and the numbers of a key rise.
 */
final class PublishedInOrder {

  private static final Pattern ID = Pattern.compile("(\\d+)-(\\d+)");

  private final Findings findings;
  private final Map<String, Published> firstById = new HashMap<>();
  private final Map<String, Published> lastByKey = new HashMap<>();

  private PublishedInOrder(Findings findings) {
    this.findings = findings;
  }

  static void check(Evidence evidence, Findings findings) {
    var topic = new PublishedInOrder(findings);
    evidence.topic().forEach(topic::read);
    findings.count("events", evidence.topic().size());
    for (JournalLine line : evidence.journal().lines()) {
      topic.compare(line);
    }
  }

  /** Later copies of an event are allowed: only the first ones of a key have to rise. */
  private void read(Published event) {
    Published first = firstById.putIfAbsent(event.id(), event);
    if (first != null) {
      findings.count("events repeated", 1);
      if (!first.saysTheSameAs(event)) {
        findings.breach(event + " says something else than the same event before");
      }
      return;
    }
    if (event.key() == null) {
      findings.breach(event + " has no key");
      return;
    }
    // A reservation's id is its request's, which another session, on another shard, may have too.
    Published before = lastByKey.put(shard(event) + " " + event.key(), event);
    if (before != null && !follows(before, event)) {
      findings.breach(event + " comes after " + before + " of the same key");
    }
  }

  private static boolean follows(Published before, Published event) {
    Matcher left = ID.matcher(before.id());
    Matcher right = ID.matcher(event.id());
    return left.matches()
        && right.matches()
        && before.partition() == event.partition()
        && Long.parseLong(left.group(2)) < Long.parseLong(right.group(2));
  }

  private static String shard(Published event) {
    return event.id().substring(0, Math.max(0, event.id().indexOf('-')));
  }

  private void compare(JournalLine line) {
    Published event = firstById.get(line.decided().shard() + "-" + line.decided().number());
    if (event == null) {
      findings.breach(line + " is not on the topic");
    } else if (!Wording.of(event.value()).equals(Wording.of(line.element()))) {
      findings.breach(event + " says something else than the journal");
    } else {
      findings.count("numbers on the topic", 1);
    }
  }
}
