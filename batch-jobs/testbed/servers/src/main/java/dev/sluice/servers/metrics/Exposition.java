package dev.sluice.servers.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process tells Prometheus. The greatest value of a summary is a metric of its own there
 * ({@code _max}); here it is a part of the summary.
 */
final class Exposition {

  private static final Pattern TYPE = Pattern.compile("# TYPE (\\w+) (\\w+)");
  private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** Of a histogram, its bounds: no label that anybody chose. */
  private static final String BOUND = "le";

  private final SortedMap<String, String> kinds = new TreeMap<>();
  private final SortedMap<String, List<Series>> series = new TreeMap<>();
  private int count;

  private Exposition() {}

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if a line is neither a comment nor a sample
   */
  static Exposition parse(String text) {
    var exposition = new Exposition();
    String name = "";
    for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
      Matcher type = TYPE.matcher(line);
      if (type.matches()) {
        name = exposition.begin(type.group(1), type.group(2));
      } else if (!line.startsWith("#")) {
        exposition.add(name, line);
      }
    }
    return exposition;
  }

  private String begin(String name, String kind) {
    String whole = name.endsWith("_max") ? name.substring(0, name.length() - 4) : name;
    if (kinds.containsKey(whole)) {
      return whole;
    }
    kinds.put(name, kind);
    return name;
  }

  private void add(String name, String line) {
    Matcher sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      throw new IllegalArgumentException("Not a sample: " + line);
    }
    var labels = new TreeMap<String, String>();
    String text = sample.group(2);
    if (text != null) {
      LABEL.matcher(text).results().forEach(one -> labels.put(one.group(1), one.group(2)));
    }
    labels.remove(BOUND);
    series.computeIfAbsent(name, _ -> new ArrayList<>()).add(new Series(labels));
    count++;
  }

  Set<String> names() {
    return kinds.keySet();
  }

  /** As the process says: counter, gauge, summary, histogram. */
  String kind(String name) {
    return kinds.getOrDefault(name, "nothing");
  }

  /** All labels that a metric has. */
  Set<String> labels(String name) {
    var labels = new TreeSet<String>();
    series(name).forEach(one -> labels.addAll(one.labels.keySet()));
    return labels;
  }

  List<Series> series(String name) {
    return series.getOrDefault(name, List.of());
  }

  /** Samples of all metrics. */
  int count() {
    return count;
  }

  /** A sample's labels. */
  record Series(Map<String, String> labels) {}
}
