package dev.sluice.drain;

import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

/** What many tests begin with: a shard that is theirs alone, with one session, A-1-1 to B-10-10. */
abstract class OneSession {

  int shard;
  UUID session;
  Requests requests;
  private final DrainFixture fixture;

  OneSession(DrainFixture fixture) {
    this.fixture = fixture;
  }

  @BeforeEach
  final void makeShard() {
    shard = fixture.newShard();
    session = fixture.newSession(shard);
    requests = fixture.requests(shard);
  }
}
