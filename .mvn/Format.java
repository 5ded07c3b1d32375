import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks, or with {@code write} restores, the google-java-format of every Java source of a tree.
 */
class Format {

  public static void main(String[] args) throws Exception {
    boolean write = args[0].equals("write");
    Path root = Path.of(args[1]);
    List<Path> sources;
    try (var walk = Files.walk(root)) {
      sources =
          walk.filter(path -> path.toString().endsWith(".java"))
              .filter(path -> !root.relativize(path).toString().contains("target/"))
              .sorted()
              .toList();
    }
    var formatter = new Formatter(JavaFormatterOptions.builder().formatJavadoc(true).build());
    var differing = new ArrayList<Path>();
    for (Path source : sources) {
      String before = Files.readString(source);
      String after = formatter.formatSourceAndFixImports(before);
      if (!after.equals(before)) {
        differing.add(root.relativize(source));
        if (write) {
          Files.writeString(source, after);
        }
      }
    }
    if (!differing.isEmpty()) {
      String verb = write ? "formatted " : "not formatted (mvn -N validate -Dformat=write): ";
      differing.forEach(path -> System.err.println(verb + path));
      System.exit(write ? 0 : 1);
    }
  }
}
