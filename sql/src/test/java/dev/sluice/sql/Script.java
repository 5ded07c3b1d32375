package dev.sluice.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A file of plain statements, each ending with a semicolon at the end of a line. */
record Script(List<String> statements) {

  private static final Pattern END = Pattern.compile(";[ \\t]*(\\R|\\z)");
  private static final Predicate<String> SAYS_SOMETHING =
      Pattern.compile("^\\s*[^\\s-]", Pattern.MULTILINE).asPredicate();

  /** Reads a file of this folder, such as {@code demo/load-demo.sql}. */
  static Script of(String file) {
    return of(Path.of(file));
  }

  static Script of(Path file) {
    try {
      return new Script(END.splitAsStream(Files.readString(file)).filter(SAYS_SOMETHING).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
