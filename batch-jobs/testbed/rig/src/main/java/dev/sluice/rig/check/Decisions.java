package dev.sluice.rig.check;

import dev.sluice.rig.evidence.client.RequestKey;
import dev.sluice.rig.evidence.table.JournalLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The journal's lines that belong to a request. */
final class Decisions {

  private Decisions() {}

  /** The lines of each client's request of the sessions, in the journal's order. */
  static Map<RequestKey, List<JournalLine>> byRequest(List<JournalLine> lines, Set<UUID> sessions) {
    var byRequest = new LinkedHashMap<RequestKey, List<JournalLine>>();
    for (JournalLine line : lines) {
      RequestKey key = line.key();
      if (key != null && sessions.contains(key.session()) && !line.element().isOfSystem()) {
        byRequest.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(line);
      }
    }
    return byRequest;
  }

  /**
   * Whether the line decides its request. One that points at an earlier decision does not, and one
   * that refuses another payload under a used id decides that other payload.
   */
  static boolean decides(JournalLine line) {
    return line.outcome() != null && line.outcome().isFirstOfId();
  }
}
