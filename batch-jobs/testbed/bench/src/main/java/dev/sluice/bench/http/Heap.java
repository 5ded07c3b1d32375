package dev.sluice.bench.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What lives in the heap of another JVM of the same user. */
final class Heap {

  /** Of a generation or of the whole heap; what is no heap says first what is used of it. */
  private static final Pattern USED = Pattern.compile(", used (\\d+)K");

  private Heap() {}

  /** MiB that are left after a full collection. */
  static double live(long pid) throws IOException, InterruptedException {
    jcmd(pid, "GC.run");
    return used(jcmd(pid, "GC.heap_info"));
  }

  /** MiB that the JVM says are used. */
  static double used(String heapInfo) {
    List<MatchResult> parts = USED.matcher(heapInfo).results().toList();
    if (parts.isEmpty()) {
      throw new IllegalStateException("The JVM does not tell its heap: " + heapInfo);
    }
    return parts.stream().mapToLong(part -> Long.parseLong(part.group(1))).sum() / 1024.0;
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                command)
            .redirectErrorStream(true)
            .start();
    String text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    jcmd.waitFor();
    return text;
  }
}
