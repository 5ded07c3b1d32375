package dev.sluice.servers;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Unguessable words: for passwords, and for names that no other run has. */
final class Token {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 12;

  private Token() {}

  static String random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
