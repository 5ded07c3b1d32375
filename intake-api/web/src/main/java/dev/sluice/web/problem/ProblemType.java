package dev.sluice.web.problem;

import java.net.URI;
import org.springframework.http.HttpStatus;

/**
 * A kind of problem. Its URI is stable: clients decide by it. Each process has those of its own as
 * an enum; {@link HttpProblem} has those that any call can end in.
 */
public interface ProblemType {

  /** Its name in code and in the API's description. */
  String name();

  /** The stable type. */
  URI uri();

  /** The status that goes with it. */
  HttpStatus status();

  /** The same for every problem of the type. */
  String title();

  /** The stable type of that name. */
  static URI uri(String name) {
    return URI.create("https://sluice.dev/problems/" + name);
  }
}
