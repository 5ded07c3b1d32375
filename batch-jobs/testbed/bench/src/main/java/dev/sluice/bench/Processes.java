package dev.sluice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Processes of this machine, by the name that the report gives them: what {@code /proc} says of
 * their memory and time. Where a server runs elsewhere it is not told.
 */
public final class Processes {

  private static final long TICKS_PER_SECOND = 100;
  private static final Map<String, String> SERVERS =
      Map.of(
          "mysqld", "database",
          "mariadbd", "database",
          "redis-server", "Redis");

  private final Map<String, Long> pids = new TreeMap<>();

  /** The servers' processes on this machine, the youngest of each kind. */
  public static Processes ofServers() {
    var processes = new Processes();
    ProcessHandle.allProcesses()
        .sorted((a, b) -> Long.compare(started(a), started(b)))
        .forEach(
            process -> {
              String command = commandLine(process.pid());
              String program = program(command);
              if (SERVERS.containsKey(program)) {
                processes.pids.put(SERVERS.get(program), process.pid());
              } else if (command.contains("kafka.Kafka") || command.contains("KafkaBroker")) {
                processes.pids.put("Kafka", process.pid());
              }
            });
    return processes;
  }

  /** Adds a process, or replaces the one of that name. */
  public void add(String name, long pid) {
    pids.put(name, pid);
  }

  /** Takes a process out that has ended. */
  public void remove(String name) {
    pids.remove(name);
  }

  /** Resident memory of each now, in MiB. */
  public Map<String, Double> memory() {
    var memory = new TreeMap<String, Double>();
    pids.forEach((name, pid) -> memory.put(name, residentKib(pid) / 1024.0));
    return memory;
  }

  /** Time that each has had on a processor since it started. */
  public Map<String, Duration> time() {
    var time = new TreeMap<String, Duration>();
    pids.forEach((name, pid) -> time.put(name, processorTime(pid)));
    return time;
  }

  /** The time between two moments, of the processes that lived at both. */
  public static Map<String, Duration> minus(Map<String, Duration> now, Map<String, Duration> then) {
    var between = new TreeMap<String, Duration>();
    now.forEach(
        (name, time) -> {
          Duration before = then.get(name);
          if (before != null) {
            between.put(name, time.minus(before));
          }
        });
    return between;
  }

  /** Time that one process has had on a processor since it started. */
  public static Duration processorTime(long pid) {
    String stat = read(pid, "stat");
    // The second field is the program's name in parentheses, which may hold anything.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
  }

  private static long residentKib(long pid) {
    return read(pid, "status")
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
  }

  private static String program(String commandLine) {
    String first = commandLine.split("[\0 ]", 2)[0];
    return first.substring(first.lastIndexOf('/') + 1);
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"));
    } catch (IOException e) {
      // It has ended since it was listed, or this is no Linux.
      return "";
    }
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/" + file));
    } catch (IOException e) {
      throw new UncheckedIOException("Process " + pid + " has ended", e);
    }
  }
}
