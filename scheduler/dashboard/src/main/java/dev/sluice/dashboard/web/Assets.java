package dev.sluice.dashboard.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.io.ClassPathResource;

/** Style and script, at addresses that change with their content, so that browsers keep them. */
public final class Assets {

  /** Where the files are on the class path. */
  public static final String FOLDER = "dev/sluice/dashboard/assets/";

  private final Links links;
  private final Map<String, String> versions = new ConcurrentHashMap<>();

  public Assets(Links links) {
    this.links = links;
  }

  /** The address of a file. */
  public String url(String name) {
    return links.base()
        + "/assets/"
        + name
        + "?v="
        + versions.computeIfAbsent(name, Assets::version);
  }

  private static String version(String name) {
    try (InputStream file = new ClassPathResource(FOLDER + name).getInputStream()) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(file.readAllBytes());
      return HexFormat.of().formatHex(hash, 0, 6);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
