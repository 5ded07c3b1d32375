package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table for a reader, and the raw numbers for a program.
 *
 * @param machine what the figures were measured on
 * @param options how
 * @param findings what was found
 */
record Report(Machine machine, Options options, List<Finding> findings) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  static Report of(Machine machine, Options options, List<Finding> findings) {
    return new Report(machine, options, List.copyOf(findings));
  }

  /** Writes {@code results.md} and {@code results.json}. */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("results.md"), toString());
    Files.writeString(folder.resolve("results.json"), JSON.writeValueAsString(raw()));
  }

  @Override
  public String toString() {
    var text = new StringBuilder("\n| # | ratio | target | median | range | |\n");
    text.append("| --- | --- | --- | --- | --- | --- |\n");
    for (Finding finding : findings) {
      Samples result = finding.result();
      text.append(
          "| %s | %s | %s | %s | %s – %s | %s |%n"
              .formatted(
                  finding.number(),
                  finding.question(),
                  finding.target(),
                  number(result.median()) + unit(result),
                  number(result.min()),
                  number(result.max()),
                  finding.target().kind() == Target.Kind.REPORTED
                      ? ""
                      : finding.holds() ? "holds" : "**missed**"));
    }
    text.append("\n| # | arm | median | range |\n| --- | --- | --- | --- |\n");
    for (Finding finding : findings) {
      for (Samples arm : finding.arms()) {
        text.append(
            "| %s | %s | %s | %s – %s |%n"
                .formatted(
                    finding.number(),
                    arm.arm(),
                    number(arm.median()) + unit(arm),
                    number(arm.min()),
                    number(arm.max())));
      }
    }
    text.append('\n');
    machine
        .facts()
        .forEach(
            (name, fact) -> text.append("- ").append(name).append(": ").append(fact).append('\n'));
    text.append(
        "- %d rounds, %s requests a drain, seed %d%n"
            .formatted(options.rounds(), number(options.requests()), options.seed()));
    return text.toString();
  }

  private Map<String, Object> raw() {
    var raw = new LinkedHashMap<String, Object>();
    raw.put("machine", machine.facts());
    raw.put("rounds", options.rounds());
    raw.put("requests", options.requests());
    raw.put("seed", options.seed());
    raw.put(
        "findings",
        findings.stream()
            .map(
                finding ->
                    Map.of(
                        "number", finding.number(),
                        "question", finding.question(),
                        "target", finding.target().toString(),
                        "holds", finding.holds(),
                        "result", finding.result(),
                        "arms", finding.arms()))
            .toList());
    return raw;
  }

  private static String unit(Samples samples) {
    return samples.unit().isEmpty() ? "" : " " + samples.unit();
  }

  /** Three digits that count, or all before the point. */
  static String number(double value) {
    double size = Math.abs(value);
    if (size >= 100) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
  }
}
