package dev.sluice.bench;

import dev.sluice.bench.drain.DrainExperiments;
import dev.sluice.bench.http.HttpExperiments;
import dev.sluice.bench.micro.MicroExperiment;
import dev.sluice.rig.OptionTexts;
import dev.sluice.rig.ServerSource;
import dev.sluice.servers.life.ServerFailedException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The benchmark command: every experiment on the same servers in one run, then the table and the
 * raw numbers.
 *
 * <p>Exit status: 0 if every experiment gave figures, whatever they are; 1 if one failed or a
 * promise was broken; 2 if something did not start.
 */
public final class Bench {

  private static final int FAILED = 1;
  private static final int NOT_STARTED = 2;

  private Bench() {}

  /** Takes its options from system properties and the environment: see {@link Options}. */
  public static void main(String[] args) throws Exception {
    int status;
    try {
      status =
          run(Options.of(new OptionTexts(System.getProperties(), System.getenv())), System.out);
    } catch (ServerFailedException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      status = NOT_STARTED;
    }
    System.exit(status);
  }

  private static List<Experiment> experiments() {
    var all = new ArrayList<>(DrainExperiments.all());
    all.addAll(HttpExperiments.all());
    all.add(new MicroExperiment());
    return all;
  }

  private static int run(Options options, PrintStream out) throws Exception {
    List<Experiment> chosen = choose(options.only());
    try (ServerSource.Opened servers = options.servers().open()) {
      var setup =
          new ExperimentSetup(
              servers.addresses(),
              options.parts(),
              options.rounds(),
              options.requests(),
              options.seed(),
              options.jvmOptions(),
              Processes.ofServers(),
              out);
      Machine machine = Machine.of(servers.addresses());
      out.print(machine);
      var findings = new ArrayList<Finding>();
      int status = 0;
      for (Experiment experiment : chosen) {
        out.printf("%n%s%n", experiment.name());
        long began = System.nanoTime();
        try {
          findings.addAll(experiment.run(setup));
          out.printf("  took %d s%n", Duration.ofNanos(System.nanoTime() - began).toSeconds());
        } catch (Exception e) {
          // One that fails gives no figures; the others are worth having all the same.
          out.printf("  NO RESULT: %s%n", e);
          e.printStackTrace(out);
          status = FAILED;
        }
        Report.of(machine, options, findings).write(options.results());
      }
      out.print(Report.of(machine, options, findings));
      return status;
    }
  }

  private static List<Experiment> choose(List<String> names) {
    List<Experiment> all = experiments();
    if (names.isEmpty()) {
      return all;
    }
    Set<String> known = all.stream().map(Experiment::name).collect(Collectors.toSet());
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "There is no experiment " + name + ", but " + String.join(", ", known));
      }
    }
    return all.stream().filter(experiment -> names.contains(experiment.name())).toList();
  }
}
