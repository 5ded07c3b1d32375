package dev.sluice.dashboard.web;

/** Somebody wants to change something who may only look. */
public final class ForbiddenException extends RuntimeException {

  ForbiddenException() {
    super("You may look; to change something, the role OPERATOR is needed", null, false, false);
  }
}
