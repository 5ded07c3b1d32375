package dev.sluice.onsale.play;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.rig.evidence.client.Answer;
import dev.sluice.rig.evidence.client.Decided;
import dev.sluice.rig.evidence.client.RequestKey;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class AnswerJsonTests {

  private static final UUID ID = UUID.fromString("0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77");
  private static final UUID SESSION = UUID.fromString("d0000000-0000-4000-8000-000000000001");

  @Test
  void readsAHold() {
    Answer answer =
        read(
            """
            "state": "GRANTED",
            "outcome": {"type": "HELD", "reservation": "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77",
                        "seats": ["F1-7-12", "F1-7-13"], "amount": 24000, "currency": "EUR",
                        "expiresAt": "2026-11-21T10:10:00.37Z"},
            "decided": {"shard": 3, "number": 81920, "slice": 81900, "rank": 20, "at": "2026-11-21T10:00:00.370Z"}
            """);

    assertThat(answer)
        .isEqualTo(
            new Answer(
                new RequestKey(SESSION, ID),
                "GRANTED",
                new Outcome.Held(
                    ID,
                    List.of("F1-7-12", "F1-7-13"),
                    24_000,
                    "EUR",
                    Instant.parse("2026-11-21T10:10:00.370Z")),
                new Decided(3, 81_920, 81_900, 20, Instant.parse("2026-11-21T10:00:00.370Z"))));
  }

  @Test
  void readsARejectionWithItsReason() {
    Answer answer =
        read(
            """
            "state": "REJECTED", "reason": "FEWER_LEFT", "outcome": {"type": "REJECTED", "left": 2}
            """);

    assertThat(answer.outcome()).isEqualTo(new Outcome.Rejected(Reason.FEWER_LEFT, List.of(), 2));
  }

  @Test
  void hasNoOutcomeWhileQueued() {
    Answer answer = read("\"state\": \"QUEUED\", \"place\": 42");

    assertThat(answer.outcome()).isNull();
    assertThat(answer.decided()).isNull();
  }

  private static Answer read(String fields) {
    return AnswerJson.read(
        JsonMapper.shared()
            .readTree("{\"id\": \"%s\", \"session\": \"%s\", %s}".formatted(ID, SESSION, fields)));
  }
}
