package dev.sluice.contract.stream;

import dev.sluice.contract.ErrorText;
import org.jspecify.annotations.Nullable;

/** A stream entry that is no request: it becomes a dead letter, alone. */
public final class UndecodableEntryException extends RuntimeException {

  private final EntryId entry;

  /** Of one entry, for the reason that the message gives, as far as it may travel. */
  public UndecodableEntryException(
      EntryId entry, @Nullable String message, @Nullable Throwable cause) {
    super(ErrorText.of(message), cause);
    this.entry = entry;
  }

  /** Where it stands. */
  public EntryId entry() {
    return entry;
  }
}
