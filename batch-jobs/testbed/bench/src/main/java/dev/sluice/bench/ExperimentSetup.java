package dev.sluice.bench;

import dev.sluice.rig.Addresses;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * What every experiment stands on.
 *
 * @param servers where database, Redis and Kafka are
 * @param parts folder of the parts' executable jars
 * @param rounds how often each arm runs
 * @param requests in the stream of one run of a drain
 * @param seed of everything drawn
 * @param jvmOptions for the parts' processes, such as a recording's; usually none
 * @param processes the processes whose memory and time are told
 * @param out tells the reader how far it is
 */
public record ExperimentSetup(
    Addresses servers,
    Path parts,
    int rounds,
    int requests,
    long seed,
    List<String> jvmOptions,
    Processes processes,
    PrintStream out) {

  /** The executable jar of a part. */
  public Path jar(String part) {
    return parts.resolve(part + ".jar");
  }

  /** Tells how far it is. */
  public void tell(String text) {
    out.println("  " + text);
    out.flush();
  }
}
