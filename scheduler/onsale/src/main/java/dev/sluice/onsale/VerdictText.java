package dev.sluice.onsale;

import static dev.sluice.onsale.TextTable.number;

import dev.sluice.rig.check.Verdict;
import java.util.List;
import java.util.stream.Collectors;

/** Verdicts for a reader: one line each, and the breaches below. */
final class VerdictText {

  private VerdictText() {}

  static String of(List<Verdict> verdicts) {
    return verdicts.stream().map(VerdictText::of).collect(Collectors.joining());
  }

  private static String of(Verdict verdict) {
    String counts =
        verdict.counts().stream()
            .map(count -> number(count.number()) + " " + count.what())
            .collect(Collectors.joining(", "));
    var text = new StringBuilder();
    text.append(
        "  %-3s %-42s %-8s %s%n"
            .formatted(
                verdict.name(), verdict.promise(), verdict.holds() ? "ok" : "BROKEN", counts));
    verdict.breaches().forEach(breach -> text.append("        ").append(breach).append('\n'));
    long untold = verdict.breachCount() - verdict.breaches().size();
    if (untold > 0) {
      text.append("        and ").append(number(untold)).append(" more\n");
    }
    return text.toString();
  }
}
