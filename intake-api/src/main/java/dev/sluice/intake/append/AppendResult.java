package dev.sluice.intake.append;

import dev.sluice.contract.RememberedRequest;

/** What became of an attempt to append a request. */
public sealed interface AppendResult {

  /**
   * The request is in the stream, durably.
   *
   * @param remembered where
   * @param repeated whether an earlier call had put it there
   */
  record Queued(RememberedRequest remembered, boolean repeated) implements AppendResult {}

  /** The id was used before in this session, for another request. Nothing was appended. */
  record IdReused() implements AppendResult {}

  /** The shard has as much undecided work as it may have. Nothing was appended. */
  record BacklogFull() implements AppendResult {}

  /**
   * Redis cannot take requests now. Nothing was appended.
   *
   * @param why for the log
   */
  record NotNow(String why) implements AppendResult {}

  /**
   * It was sent, and no answer came: it may be in the stream, or not.
   *
   * @param why for the log
   */
  record InDoubt(String why) implements AppendResult {}
}
