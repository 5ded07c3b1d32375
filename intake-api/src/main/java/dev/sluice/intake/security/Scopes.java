package dev.sluice.intake.security;

import dev.sluice.web.security.Caller;

/** What tokens allow here. */
public final class Scopes {

  /** To ask for seats, for oneself. */
  static final String RESERVE = "reserve";

  /** To do so for other customers, too. */
  static final String RESERVE_BULK = "reserve:bulk";

  /** All of it. */
  static final String ADMIN = "admin";

  private Scopes() {}

  /** Whether the caller may name another customer. */
  public static boolean mayActForOthers(Caller caller) {
    return caller.scopes().contains(RESERVE_BULK) || caller.scopes().contains(ADMIN);
  }
}
