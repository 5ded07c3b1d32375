package dev.sluice.servers.life;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Unguessable words: for passwords, and for names that no other run has. */
public final class Token {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 12;

  private Token() {}

  /** Returns another word of 24 hexadecimal digits at every call. */
  public static String random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
