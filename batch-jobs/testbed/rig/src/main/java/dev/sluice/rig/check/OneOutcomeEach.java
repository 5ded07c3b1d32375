package dev.sluice.rig.check;

import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.request.Digest;
import dev.sluice.rig.evidence.Evidence;
import dev.sluice.rig.evidence.client.Acknowledgement;
import dev.sluice.rig.evidence.client.Answer;
import dev.sluice.rig.evidence.client.RequestKey;
import dev.sluice.rig.evidence.table.JournalLine;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * I2. The client's own log of what was accepted, the journal, and the API's answers must agree
 * request by request, and nothing may be left waiting.
 */
final class OneOutcomeEach implements Check {

  @Override
  public String name() {
    return "I2";
  }

  @Override
  public String promise() {
    return "every accepted request has one outcome";
  }

  @Override
  public void look(Evidence evidence, Findings findings) {
    Map<RequestKey, List<JournalLine>> journal =
        Decisions.byRequest(evidence.journal().lines(), evidence.sessionIds());
    Map<RequestKey, Digest> accepted = accepted(evidence);
    findings.count("accepted", accepted.size());
    var decided = new HashMap<RequestKey, JournalLine>();
    accepted.forEach(
        (key, digest) -> {
          List<JournalLine> decisions =
              journal.getOrDefault(key, List.of()).stream().filter(Decisions::decides).toList();
          if (decisions.size() != 1) {
            findings.breach(key + " was accepted and has " + decisions.size() + " outcomes");
            return;
          }
          decided.put(key, decisions.getFirst());
          checkPayload(key, digest, decisions.getFirst(), findings);
        });
    findings.count("with an outcome in the journal", decided.size());
    checkAnswers(evidence, decided, findings);
    checkNothingInvented(evidence, journal, accepted, findings);
    checkNothingWaits(evidence, findings);
  }

  private static Map<RequestKey, Digest> accepted(Evidence evidence) {
    var accepted = new LinkedHashMap<RequestKey, Digest>();
    for (Acknowledgement acknowledgement : evidence.client().acknowledgements()) {
      accepted.putIfAbsent(acknowledgement.key(), acknowledgement.digest());
    }
    return accepted;
  }

  private static void checkPayload(
      RequestKey key, Digest sent, JournalLine line, Findings findings) {
    if (line.element() instanceof JournalElement.Decided it
        && !it.request().digest().equals(sent)) {
      findings.breach(key + " was decided as something else than what was sent, at " + line);
    }
  }

  private static void checkAnswers(
      Evidence evidence, Map<RequestKey, JournalLine> decided, Findings findings) {
    var told = new ToldOutcomes(evidence);
    var answered = new HashSet<RequestKey>();
    for (Answer answer : evidence.client().answers()) {
      JournalLine line = decided.get(answer.key());
      if (line == null || answer.outcome() == null) {
        continue;
      }
      answered.add(answer.key());
      if (!told.isRight(answer, line)) {
        findings.breach(
            "%s: the API says %s, decided %s, the journal %s, decided %s"
                .formatted(
                    answer.key(),
                    answer.outcome(),
                    answer.decided(),
                    line.outcome(),
                    line.decided()));
      }
    }
    findings.count("with the same from the API", answered.size());
    decided.keySet().stream()
        .filter(key -> !answered.contains(key))
        .forEach(key -> findings.breach(key + " is decided, but the API tells no outcome"));
  }

  private static void checkNothingInvented(
      Evidence evidence,
      Map<RequestKey, List<JournalLine>> journal,
      Map<RequestKey, Digest> accepted,
      Findings findings) {
    long unclear = 0;
    for (var entry : journal.entrySet()) {
      if (accepted.containsKey(entry.getKey())) {
        continue;
      }
      if (evidence.client().unclear().contains(entry.getKey())) {
        unclear++;
      } else {
        findings.breach(entry.getKey() + " is decided, but was never accepted");
      }
    }
    findings.count("decided after an unclear answer", unclear);
  }

  private static void checkNothingWaits(Evidence evidence, Findings findings) {
    evidence
        .backlog()
        .forEach(
            (shard, length) -> {
              findings.count("left in the streams", length);
              if (length != 0) {
                findings.breach(length + " entries are left in the stream of shard " + shard);
              }
            });
  }
}
