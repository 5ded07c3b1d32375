package dev.sluice.bench;

/** A run in which a promise was broken: its figures are worth nothing. */
public final class BrokenPromiseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With what the oracle found. */
  public BrokenPromiseException(String breaches) {
    super(breaches);
  }
}
