package dev.sluice.dashboard.web;

/** Nothing has this address. */
public final class NoSuchPageException extends RuntimeException {

  public NoSuchPageException(String what) {
    super("There is no " + what, null, false, false);
  }
}
