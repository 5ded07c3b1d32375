package dev.sluice.contract;

import java.util.UUID;

/**
 * The Redis keys of a shard. All carry one hash tag, so that a cluster keeps them together and one
 * script may touch several.
 *
 * @param shard the shard's number, 0 or more
 */
public record ShardKeys(int shard) {

  /** Rejects a negative number: there is no such shard. */
  public ShardKeys {
    if (shard < 0) {
      throw new IllegalArgumentException("No shard has the number " + shard);
    }
  }

  /** Stream of requests that are not decided. */
  public String requests() {
    return "{s" + shard + "}:requests";
  }

  /** Stream of decided slices. */
  public String outcomes() {
    return "{s" + shard + "}:outcomes";
  }

  /** Lock that keeps two nodes from draining the shard at once. */
  public String lease() {
    return "{s" + shard + "}:lease";
  }

  /** Lock that keeps two nodes from relaying the shard's outcomes to Kafka at once. */
  public String relay() {
    return "{s" + shard + "}:relay";
  }

  /** Present while a lease holder has verified the data of this Redis. */
  public String verified() {
    return "{s" + shard + "}:verified";
  }

  /** What is remembered of a request id: see {@link RememberedRequest}. */
  public String request(UUID session, UUID id) {
    return "{s" + shard + "}:request:" + session + ":" + id;
  }

  /**
   * List of a customer's recent requests, newest first, each as session and id separated by a
   * space. A convenience: a Redis that lost it does not get it back.
   */
  public String recent(String customer) {
    return "{s" + shard + "}:recent:" + customer;
  }
}
