package dev.sluice.database;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * A server without which a process cannot start. Each is named in {@code META-INF/spring.factories}
 * under this type; the process waits for all of them before it makes its first bean.
 */
public interface NeededServer {

  /** What it is called in health and logs, such as {@code database}. */
  String name();

  /**
   * Asks it once, and waits some seconds at most.
   *
   * @return why it cannot be used yet, in a few words that anybody may read; null if it can, if
   *     none is configured, or if waiting would not help (a wrong password): the start then says so
   */
  @Nullable String findProblem(Environment environment);
}
