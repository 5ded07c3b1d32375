package dev.sluice.bench.micro;

import dev.sluice.bench.Experiment;
import dev.sluice.bench.ExperimentSetup;
import dev.sluice.bench.Finding;
import dev.sluice.bench.Samples;
import dev.sluice.bench.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the JMH benchmarks of this package: nanoseconds and bytes allocated for a request. */
public final class MicroExperiment implements Experiment {

  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final TimeValue ITERATION = TimeValue.seconds(1);
  private static final int WARM_UPS = 5;

  @Override
  public String name() {
    return "micro";
  }

  @Override
  public List<Finding> run(ExperimentSetup setup) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include("dev\\.sluice\\.bench\\.micro\\..*")
                    .forks(1)
                    .warmupIterations(WARM_UPS)
                    .warmupTime(ITERATION)
                    .measurementIterations(setup.rounds())
                    .measurementTime(ITERATION)
                    .addProfiler(GCProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true)
                    .build())
            .run();
    var findings = new ArrayList<Finding>();
    for (RunResult result : results) {
      String name = name(result);
      findings.add(
          Finding.figure(
              "", name + ", a request", Target.NONE, new Samples(name, "ns", times(result))));
      Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
      if (allocated != null) {
        findings.add(
            Finding.figure(
                "",
                name + ", allocated for a request",
                Target.NONE,
                new Samples(name, "bytes", List.of(allocated.getScore()))));
      }
      setup.tell(name + " " + times(result) + " ns");
    }
    return findings;
  }

  private static String name(RunResult result) {
    String method = result.getParams().getBenchmark();
    String parameters =
        result.getParams().getParamsKeys().stream()
            .map(key -> " " + result.getParams().getParam(key))
            .collect(Collectors.joining());
    return method.substring(method.lastIndexOf('.') + 1) + parameters;
  }

  private static List<Double> times(RunResult result) {
    return result.getBenchmarkResults().stream()
        .map(BenchmarkResult::getIterationResults)
        .flatMap(Collection::stream)
        .map(iteration -> iteration.getPrimaryResult().getScore())
        .toList();
  }
}
