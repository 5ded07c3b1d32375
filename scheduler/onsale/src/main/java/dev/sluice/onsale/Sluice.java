package dev.sluice.onsale;

import dev.sluice.rig.Addresses;
import dev.sluice.rig.Part;
import dev.sluice.rig.Tokens;
import dev.sluice.servers.Mode;
import dev.sluice.servers.Servers;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A whole Sluice: the servers, unless they are external, and both parts. */
final class Sluice implements AutoCloseable {

  private final @Nullable Servers servers;
  private final Addresses addresses;
  private final Part intake;
  private final Part scheduler;
  private final Tokens tokens;

  private Sluice(
      @Nullable Servers servers, Addresses addresses, Part intake, Part scheduler, Tokens tokens) {
    this.servers = servers;
    this.addresses = addresses;
    this.intake = intake;
    this.scheduler = scheduler;
    this.tokens = tokens;
  }

  /** Starts everything; returns when all is ready. Where something fails, nothing is left. */
  static Sluice start(Options options, PrintStream out) {
    Addresses external = options.external();
    if (external != null) {
      return startParts(null, external, options.parts(), out);
    }
    Mode mode = options.source() == Options.Source.CONTAINERS ? Mode.CONTAINERS : Mode.EMBEDDED;
    out.println(
        "Starting database, Redis and Kafka (" + mode.name().toLowerCase(Locale.ROOT) + ") ...");
    Servers servers = Servers.start(mode);
    try {
      return startParts(servers, Addresses.of(servers), options.parts(), out);
    } catch (RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  /** Whether the servers end with this. */
  boolean hasOwnServers() {
    return servers != null;
  }

  Addresses addresses() {
    return addresses;
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

  private static Sluice startParts(
      @Nullable Servers servers, Addresses addresses, Path jars, PrintStream out) {
    out.println("Starting intake-api and scheduler ...");
    String secret = Tokens.newSecret();
    CompletableFuture<Part> scheduler =
        CompletableFuture.supplyAsync(() -> start("scheduler", jars, addresses, secret));
    Part intake = null;
    try {
      intake = start("intake-api", jars, addresses, secret);
      return new Sluice(servers, addresses, intake, scheduler.join(), new Tokens(secret));
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
