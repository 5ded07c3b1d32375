package dev.sluice.rig.check;

import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.JournalWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON compared by what it says: white space and the order of fields make no difference. */
final class Wording {

  private static final JsonMapper JSON = JsonMapper.shared();

  private Wording() {}

  /** An element as the journal words it. */
  static JsonNode of(JournalElement element) {
    return of(JournalWriter.write(element));
  }

  static JsonNode of(byte[] json) {
    return JSON.readTree(json);
  }
}
