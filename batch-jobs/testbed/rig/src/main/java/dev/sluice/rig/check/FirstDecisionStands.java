package dev.sluice.rig.check;

import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.request.Digest;
import dev.sluice.rig.evidence.Evidence;
import dev.sluice.rig.evidence.client.Acknowledgement;
import dev.sluice.rig.evidence.client.ClientLog;
import dev.sluice.rig.evidence.client.RequestKey;
import dev.sluice.rig.evidence.table.JournalLine;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** I3. What is sent again gets the first outcome; what is sent under a used id is refused. */
final class FirstDecisionStands implements Check {

  private static final int UNPROCESSABLE = 422;

  @Override
  public String name() {
    return "I3";
  }

  @Override
  public String promise() {
    return "a request id is decided once";
  }

  @Override
  public void look(Evidence evidence, Findings findings) {
    Map<RequestKey, List<JournalLine>> journal =
        Decisions.byRequest(evidence.journal().lines(), evidence.sessionIds());
    findings.count("ids decided", journal.size());
    findings.count("decided as duplicates", 0);
    journal.forEach((key, lines) -> checkLines(key, lines, findings));
    checkRepeats(evidence.client(), findings);
    checkReuses(evidence.client(), findings);
  }

  private static void checkLines(RequestKey key, List<JournalLine> lines, Findings findings) {
    JournalLine first = lines.getFirst();
    if (!Decisions.decides(first)) {
      findings.breach(key + ": its first line, " + first + ", says " + first.outcome());
    }
    for (JournalLine later : lines.subList(1, lines.size())) {
      if (Decisions.decides(later)) {
        findings.breach(key + " is decided at " + first + " and again at " + later);
      } else if (later.outcome() instanceof Outcome.Duplicate duplicate) {
        findings.count("decided as duplicates", 1);
        if (duplicate.first() != first.decided().number() || !samePayload(first, later)) {
          findings.breach(key + ": " + later + " is no duplicate of " + first);
        }
      } else if (samePayload(first, later)) {
        findings.breach(key + ": " + later + " refuses the same payload as a reuse");
      }
    }
  }

  private static boolean samePayload(JournalLine first, JournalLine later) {
    Digest digest = digest(first);
    return digest != null && digest.equals(digest(later));
  }

  private static @Nullable Digest digest(JournalLine line) {
    return line.element() instanceof JournalElement.Decided it ? it.request().digest() : null;
  }

  private static void checkRepeats(ClientLog client, Findings findings) {
    Map<RequestKey, List<Acknowledgement>> byKey =
        client.acknowledgements().stream().collect(Collectors.groupingBy(Acknowledgement::key));
    byKey.forEach(
        (key, acknowledgements) -> {
          long firsts = acknowledgements.stream().filter(it -> !it.replayed()).count();
          findings.count("repeats accepted", acknowledgements.size() - firsts);
          if (firsts > 1 || (firsts == 0 && !client.unclear().contains(key))) {
            findings.breach(
                "%s was acknowledged %d times as new, %d times as a repeat"
                    .formatted(key, firsts, acknowledgements.size() - firsts));
          }
          if (acknowledgements.stream().map(Acknowledgement::digest).distinct().count() > 1) {
            findings.breach(key + " was accepted with different payloads");
          }
        });
  }

  private static void checkReuses(ClientLog client, Findings findings) {
    findings.count("other payloads refused", 0);
    for (ClientLog.Reuse reuse : client.reuses()) {
      if (reuse.status() == UNPROCESSABLE) {
        findings.count("other payloads refused", 1);
      } else {
        findings.breach(
            reuse.key() + " with another payload was answered " + reuse.status() + ", not 422");
      }
    }
  }
}
