package dev.sluice.bench;

import dev.sluice.rig.OptionTexts;
import dev.sluice.rig.ServerSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What the reader asked for.
 *
 * @param servers where the servers come from
 * @param only names of the experiments to run; empty for all
 * @param rounds how often each arm runs
 * @param requests in the stream of one run of a drain
 * @param seed of everything drawn
 * @param jvmOptions for the parts' processes, such as a recording's
 * @param parts folder of the parts' executable jars
 * @param results folder that the table and the raw numbers are written to
 */
record Options(
    ServerSource servers,
    List<String> only,
    int rounds,
    int requests,
    long seed,
    List<String> jvmOptions,
    Path parts,
    Path results) {

  private static final int ROUNDS_DEFAULT = 5;
  private static final int REQUESTS_DEFAULT = 200_000;

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException if one is not understood; the message is for the reader
   */
  static Options of(OptionTexts texts) {
    return new Options(
        ServerSource.of(texts),
        split(texts.get("sluice.bench.only", ""), ","),
        (int) texts.number("sluice.bench.rounds", ROUNDS_DEFAULT, 1, 1_000),
        (int) texts.number("sluice.bench.requests", REQUESTS_DEFAULT, 10_000, 10_000_000),
        texts.number("sluice.bench.seed", 20_261_121, 0, Long.MAX_VALUE),
        split(texts.get("sluice.bench.jvm", ""), " "),
        Path.of(texts.get("sluice.parts", "target/parts")),
        Path.of(texts.get("sluice.bench.results", "target/results")));
  }

  private static List<String> split(String text, String separator) {
    return Arrays.stream(text.split(separator))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
