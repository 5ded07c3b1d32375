package dev.sluice.dashboard.web;

/** Something in the address or the form cannot be read. */
public final class InvalidInputException extends RuntimeException {

  public InvalidInputException(String detail) {
    super(detail, null, false, false);
  }
}
