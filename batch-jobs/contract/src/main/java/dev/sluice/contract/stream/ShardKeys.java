package dev.sluice.contract.stream;

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

  /** Lock that keeps two nodes from indexing the shard's request ids at once. */
  public String indexing() {
    return "{s" + shard + "}:indexing";
  }

  /** Entry of the last pulse for a session: there is no other while that one is undecided. */
  public String pulse(UUID session) {
    return "{s" + shard + "}:pulse:" + session;
  }

  /** Entry that last said what became of a payment: none other while that one is undecided. */
  public String settlement(UUID session, UUID reservation, UUID payment) {
    return "{s" + shard + "}:settlement:" + session + ":" + reservation + ":" + payment;
  }

  /** Present while a lease holder has verified the data of this Redis. */
  public String verified() {
    return "{s" + shard + "}:verified";
  }

  /** What an intake writes where replicas are waited for, to have a write to wait for. */
  public String awaited() {
    return "{s" + shard + "}:awaited";
  }

  /** State of the request ids that are remembered: see {@link IdMemory}. */
  public String ids() {
    return "{s" + shard + "}:ids";
  }

  /** Hash of what is remembered of request ids: see {@link RememberedRequest}. */
  public String ids(long half, int bucket) {
    return ids() + ":" + half + ":" + bucket;
  }

  /** Hash of how many ids a customer has in a half, of those who have more than a hundred. */
  public String customers(long half) {
    return ids() + ":" + half + ":customers";
  }

  /** There while the age of the oldest entry need not be looked at again. */
  public String ageSeen() {
    return "{s" + shard + "}:age-seen";
  }

  /** What versions 1 and 2 of the append script remember of a request id. */
  public String request(UUID session, UUID id) {
    return requestPrefix() + session + ":" + id;
  }

  String requestPrefix() {
    return "{s" + shard + "}:request:";
  }

  /**
   * List of a customer's recent requests of a period, newest last, each as session and id, 32
   * bytes. A convenience: a Redis that lost it does not get it back.
   */
  public String recent(RecentPeriod period, String customer) {
    return recentPrefix(period) + customer;
  }

  String recentPrefix(RecentPeriod period) {
    return "{s" + shard + "}:recents:" + period.number() + ":";
  }

  /** List of a customer's requests of the last minute, by which their ids are counted. */
  public String counted(String customer) {
    return countedPrefix() + customer;
  }

  String countedPrefix() {
    return "{s" + shard + "}:counted:";
  }

  /** There while a list of recent requests may lack some, for want of memory. */
  public String recentLeftOut() {
    return "{s" + shard + "}:recent-left-out";
  }

  /**
   * List of recent requests of versions 1 and 2: newest first, each as text with a space between.
   */
  String recent(String customer) {
    return "{s" + shard + "}:recent:" + customer;
  }
}
