package dev.sluice.onsale;

import dev.sluice.rig.Addresses;
import dev.sluice.rig.ServerSource;
import dev.sluice.rig.SluiceProcess;
import dev.sluice.rig.Tokens;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A whole Sluice: the servers, unless they are external, and both parts. */
final class Sluice implements AutoCloseable {

  private final ServerSource.Opened servers;
  private final SluiceProcess intake;
  private final SluiceProcess scheduler;
  private final Tokens tokens;
  private final @Nullable Account account;

  private Sluice(
      ServerSource.Opened servers,
      SluiceProcess intake,
      SluiceProcess scheduler,
      Tokens tokens,
      @Nullable Account account) {
    this.servers = servers;
    this.account = account;
    this.intake = intake;
    this.scheduler = scheduler;
    this.tokens = tokens;
  }

  /** Starts everything; returns when all is ready. Where something fails, nothing is left. */
  static Sluice start(Options options, PrintStream out) {
    ServerSource source = options.servers();
    if (source.kind() != ServerSource.Kind.EXTERNAL) {
      out.println(
          "Starting database, Redis and Kafka ("
              + source.kind().name().toLowerCase(Locale.ROOT)
              + ") ...");
    }
    ServerSource.Opened servers = source.open();
    try {
      return startParts(servers, options.parts(), out);
    } catch (RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  /** Whether the servers end with this. */
  boolean hasOwnServers() {
    return servers.own() != null;
  }

  Addresses addresses() {
    return servers.addresses();
  }

  SluiceProcess intake() {
    return intake;
  }

  SluiceProcess scheduler() {
    return scheduler;
  }

  Tokens tokens() {
    return tokens;
  }

  /** Who may log in at the dashboard; null on external servers, which have people of their own. */
  @Nullable Account account() {
    return account;
  }

  /** Parts first: they finish what they have begun. */
  @Override
  public void close() {
    try (servers;
        intake;
        scheduler) {
      // Each is closed even where another fails to.
    }
  }

  private static Sluice startParts(ServerSource.Opened servers, Path jars, PrintStream out) {
    Addresses addresses = servers.addresses();
    out.println("Starting intake-api and scheduler ...");
    String secret = Tokens.newSecret();
    Account account = servers.own() == null ? null : Account.random();
    Map<String, String> login = account == null ? Map.of() : account.settings();
    Future<SluiceProcess> scheduler;
    Future<SluiceProcess> intake;
    Exception failure = null;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var started = new ExecutorCompletionService<SluiceProcess>(threads);
      scheduler = started.submit(() -> start("scheduler", jars, addresses, secret, login));
      intake = started.submit(() -> start("intake-api", jars, addresses, secret, Map.of()));
      try {
        // Whichever is first: the end of one is noticed while the other is still on its way.
        started.take().get();
        started.take().get();
      } catch (ExecutionException | InterruptedException e) {
        failure = e;
        threads.shutdownNow();
      }
    }
    if (failure == null) {
      return new Sluice(
          servers, intake.resultNow(), scheduler.resultNow(), new Tokens(secret), account);
    }
    Stream.of(scheduler, intake)
        .filter(part -> part.state() == Future.State.SUCCESS)
        .forEach(part -> part.resultNow().close());
    throw failure.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException("The parts did not start", failure);
  }

  private static SluiceProcess start(
      String name, Path jars, Addresses addresses, String secret, Map<String, String> settings) {
    return SluiceProcess.start(
        new SluiceProcess.Plan(
            name, jars.resolve(name + ".jar"), addresses, secret, List.of(), settings));
  }
}
