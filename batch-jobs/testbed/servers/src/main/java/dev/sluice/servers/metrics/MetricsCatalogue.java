package dev.sluice.servers.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The tables of {@code k8s/METRICS.md}, for one process. */
public final class MetricsCatalogue {

  /** What Sluice calls its own metrics; all of them must be in the catalogue. */
  private static final String OWN = "sluice_";

  /** Prometheus pays for each; those of the JVM and of Spring are some hundreds. */
  private static final int SERIES_MAX = 2_000;

  /** The largest are addresses by status, and types by shard. */
  private static final int SERIES_OF_A_METRIC_MAX = 250;

  private static final Pattern ROW =
      Pattern.compile("\\| `(\\w+)` \\| (\\w+) \\| ([^|]+) \\| ([^|]*)\\| ([^|]+) \\| [^|]+ \\|");

  /** A label with one of these has as many values as there are things with ids. */
  private static final Pattern ID =
      Pattern.compile(
          "(?i).*([0-9a-f]{8}-[0-9a-f]{4}-|[0-9a-f]{16}|\\d{6}|\\beyJ[\\w-]+\\.|[^@/ ]+@[^@/"
              + " ]+\\.\\w).*");

  private final SortedMap<String, Entry> entries;

  private MetricsCatalogue(SortedMap<String, Entry> entries) {
    this.entries = entries;
  }

  /**
   * Reads what the catalogue says of a process.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if nothing in it is of that process
   */
  public static MetricsCatalogue of(Path file, String process) throws IOException {
    var entries = new TreeMap<String, Entry>();
    Files.readAllLines(file).stream()
        .map(ROW::matcher)
        .filter(row -> row.matches() && words(row.group(5)).contains(process))
        .forEach(row -> entries.put(row.group(1), new Entry(row.group(2), words(row.group(4)))));
    if (entries.isEmpty()) {
      throw new IllegalArgumentException(file + " has no metrics of " + process);
    }
    return new MetricsCatalogue(entries);
  }

  /**
   * What is wrong with a process's metrics, or with the catalogue: names that only one of them has,
   * other kinds or labels, labels with ids, too many series. Empty if nothing is.
   *
   * @param text what the process tells Prometheus, as text of format 0.0.4
   */
  public List<String> problems(String text) {
    Exposition told = Exposition.parse(text);
    var problems = new ArrayList<String>();
    entries.forEach((name, entry) -> compare(name, entry, told, problems));
    told.names().stream()
        .filter(name -> name.startsWith(OWN) && !entries.containsKey(name))
        .forEach(name -> problems.add(name + " is not in the catalogue"));
    told.names().forEach(name -> bound(name, told.series(name), problems));
    if (told.count() > SERIES_MAX) {
      problems.add(told.count() + " series are more than " + SERIES_MAX);
    }
    return problems;
  }

  private static void compare(String name, Entry entry, Exposition told, List<String> problems) {
    if (!told.names().contains(name)) {
      problems.add(name + " is in the catalogue only");
      return;
    }
    if (!told.kind(name).equals(entry.kind)) {
      problems.add(name + " is a " + told.kind(name) + ", not a " + entry.kind);
    }
    Set<String> labels = told.labels(name);
    if (!labels.equals(entry.labels)) {
      problems.add(name + " has the labels " + labels + ", not " + entry.labels);
    }
  }

  private static void bound(String name, List<Exposition.Series> series, List<String> problems) {
    if (series.size() > SERIES_OF_A_METRIC_MAX) {
      problems.add(name + " has " + series.size() + " series");
    }
    for (Exposition.Series one : series) {
      one.labels()
          .forEach(
              (label, value) -> {
                if (ID.matcher(value).matches()) {
                  problems.add(name + " has an id in " + label + ": " + value);
                }
              });
    }
  }

  private static Set<String> words(String cell) {
    return Arrays.stream(cell.replace("`", "").split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private record Entry(String kind, Set<String> labels) {}
}
