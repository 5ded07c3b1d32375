package dev.sluice.onsale;

import dev.sluice.rig.OptionTexts;
import dev.sluice.rig.ServerSource;
import java.nio.file.Path;

/**
 * What the reader asked for.
 *
 * @param servers where the servers come from
 * @param requests how many requests are played
 * @param clients how many clients play at once
 * @param seed of everything random in the play
 * @param followUp a shell's command to run after the play, such as a load test; empty for none
 * @param exits whether the launcher ends after the summary
 * @param endsWithParent whether the launcher ends when the process that started it does
 * @param parts folder of the parts' executable jars
 */
record Options(
    ServerSource servers,
    int requests,
    int clients,
    long seed,
    String followUp,
    boolean exits,
    boolean endsWithParent,
    Path parts) {

  private static final int REQUESTS_DEFAULT = 20_000;
  private static final int REQUESTS_MIN = 100;
  private static final int CLIENTS_DEFAULT = 400;

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException if one is not understood or missing; the message is for the
   *     reader
   */
  static Options of(OptionTexts texts) {
    return new Options(
        ServerSource.of(texts),
        (int) texts.number("sluice.requests", REQUESTS_DEFAULT, REQUESTS_MIN, 10_000_000),
        (int) texts.number("sluice.clients", CLIENTS_DEFAULT, 1, 10_000),
        texts.number("sluice.seed", System.nanoTime() % 1_000_000, 0, Long.MAX_VALUE),
        texts.get("sluice.then", ""),
        texts.flag("sluice.exit"),
        texts.flag("sluice.parent"),
        Path.of(texts.get("sluice.parts", "target/parts")));
  }
}
