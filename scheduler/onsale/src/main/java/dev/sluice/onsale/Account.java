package dev.sluice.onsale;

import java.security.SecureRandom;
import java.util.Map;
import java.util.stream.Collectors;

/** The account of this run at its dashboard: it may do everything, and is gone with the run. */
record Account(String name, String password) {

  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int LENGTH = 16;

  /** One with a random password, without letters that look alike. */
  static Account random() {
    return new Account(
        "admin",
        new SecureRandom()
            .ints(LENGTH, 0, LETTERS.length())
            .mapToObj(place -> LETTERS.substring(place, place + 1))
            .collect(Collectors.joining()));
  }

  /** What a scheduler is told that lets it in. Loopback has no TLS. */
  Map<String, String> settings() {
    return Map.of(
        "sluice.login.local.name", name,
        "sluice.login.local.password", password,
        "server.servlet.session.cookie.secure", "false");
  }

  @Override
  public String toString() {
    return "user %s, password %s".formatted(name, password);
  }
}
