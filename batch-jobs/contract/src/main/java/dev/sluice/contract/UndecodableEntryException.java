package dev.sluice.contract;

import org.jspecify.annotations.Nullable;

/** A stream entry that is no request: it becomes a dead letter, alone. */
public final class UndecodableEntryException extends RuntimeException {

  private final EntryId entry;

  /** Of one entry, for the reason that the message gives. */
  public UndecodableEntryException(EntryId entry, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.entry = entry;
  }

  /** Where it stands. */
  public EntryId entry() {
    return entry;
  }
}
