package dev.sluice.onsale;

import dev.sluice.rig.Addresses;
import dev.sluice.rig.Part;
import dev.sluice.rig.ServerSource;
import dev.sluice.rig.Tokens;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A whole Sluice: the servers, unless they are external, and both parts. */
final class Sluice implements AutoCloseable {

  private final ServerSource.Opened servers;
  private final Part intake;
  private final Part scheduler;
  private final Tokens tokens;

  private Sluice(ServerSource.Opened servers, Part intake, Part scheduler, Tokens tokens) {
    this.servers = servers;
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

  Part intake() {
    return intake;
  }

  Part scheduler() {
    return scheduler;
  }

  Tokens tokens() {
    return tokens;
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
    CompletableFuture<Part> scheduler =
        CompletableFuture.supplyAsync(() -> start("scheduler", jars, addresses, secret));
    Part intake = null;
    try {
      intake = start("intake-api", jars, addresses, secret);
      return new Sluice(servers, intake, scheduler.join(), new Tokens(secret));
    } catch (RuntimeException e) {
      if (intake != null) {
        intake.close();
      }
      scheduler.thenAccept(Part::close).exceptionally(_ -> null).join();
      throw e instanceof CompletionException && e.getCause() instanceof RuntimeException cause
          ? cause
          : e;
    }
  }

  private static Part start(String name, Path jars, Addresses addresses, String secret) {
    return Part.start(Part.Plan.of(name, jars.resolve(name + ".jar"), addresses, secret));
  }
}
