package dev.sluice.dashboard.web;

import java.nio.charset.StandardCharsets;
import org.springframework.web.util.UriUtils;

/**
 * Addresses within the dashboard.
 *
 * @param base path of the overview, with the application's own path before it
 */
public record Links(String base) {

  public String jobs() {
    return base + "/jobs";
  }

  public String job(String name) {
    return jobs() + "/" + segment(name);
  }

  public String executions() {
    return base + "/executions";
  }

  public String execution(long id) {
    return executions() + "/" + id;
  }

  public String schedules() {
    return base + "/schedules";
  }

  public String audit() {
    return base + "/audit";
  }

  /** A name as one part of a path. */
  public static String segment(String name) {
    return UriUtils.encode(name, StandardCharsets.UTF_8);
  }
}
