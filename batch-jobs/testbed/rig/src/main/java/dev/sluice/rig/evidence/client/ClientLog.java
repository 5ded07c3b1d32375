package dev.sluice.rig.evidence.client;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the client itself knows.
 *
 * @param acknowledgements every 202, in no order; a request repeated has several
 * @param unclear requests without a clear answer: they may be decided or not
 * @param reuses what the API said to a used id with another payload
 * @param answers what the API said of requests, during and after the play; several of one request
 *     have to agree
 */
public record ClientLog(
    List<Acknowledgement> acknowledgements,
    Set<RequestKey> unclear,
    List<Reuse> reuses,
    List<Answer> answers) {

  /**
   * An id that was sent again with another payload.
   *
   * @param key the request whose id it is
   * @param status of the answer
   */
  public record Reuse(RequestKey key, int status) {}

  /** Both logs as one. */
  public ClientLog and(ClientLog other) {
    var allUnclear = new HashSet<>(unclear);
    allUnclear.addAll(other.unclear);
    return new ClientLog(
        joined(acknowledgements, other.acknowledgements),
        allUnclear,
        joined(reuses, other.reuses),
        joined(answers, other.answers));
  }

  private static <T> List<T> joined(List<T> some, List<T> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  /** Copies the lists. */
  public ClientLog {
    acknowledgements = List.copyOf(acknowledgements);
    unclear = Set.copyOf(unclear);
    reuses = List.copyOf(reuses);
    answers = List.copyOf(answers);
  }
}
