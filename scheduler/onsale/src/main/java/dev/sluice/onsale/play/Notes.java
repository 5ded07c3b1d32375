package dev.sluice.onsale.play;

import dev.sluice.rig.evidence.client.Acknowledgement;
import dev.sluice.rig.evidence.client.Answer;
import dev.sluice.rig.evidence.client.ClientLog;
import dev.sluice.rig.evidence.client.RequestKey;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What the clients write down while they play. Thread-safe. */
public final class Notes {

  private static final int DIGITS = 3;

  private final Queue<Acknowledgement> acknowledgements = new ConcurrentLinkedQueue<>();
  private final Map<RequestKey, String> owners = new ConcurrentHashMap<>();
  private final Set<RequestKey> unclear = ConcurrentHashMap.newKeySet();
  private final Queue<ClientLog.Reuse> reuses = new ConcurrentLinkedQueue<>();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final Queue<String> surprises = new ConcurrentLinkedQueue<>();
  private final Map<String, LongAdder> refusals = new ConcurrentSkipListMap<>();
  private final LongAdder sent = new LongAdder();
  private final LongAdder delays = new LongAdder();
  private final LongAdder outcomes = new LongAdder();
  private final Histogram acceptToOutcome = new ConcurrentHistogram(DIGITS);

  void sent(int requests) {
    sent.add(requests);
  }

  /** A 202 came. */
  void acknowledged(String customer, Acknowledgement acknowledgement) {
    acknowledgements.add(acknowledgement);
    owners.put(acknowledgement.key(), customer);
  }

  /** Who may ask for each accepted request. */
  Map<RequestKey, String> owners() {
    return owners;
  }

  void unclear(RequestKey key) {
    unclear.add(key);
  }

  void reused(RequestKey key, int status) {
    reuses.add(new ClientLog.Reuse(key, status));
  }

  /** An outcome was seen, this long after its request was sent. */
  void answered(Answer answer, Duration afterSending) {
    acceptToOutcome.recordValue(afterSending.toNanos() / 1_000);
    answered(answer);
  }

  /** An outcome was seen, sooner or later. */
  void answered(Answer answer) {
    answers.add(answer);
    outcomes.increment();
  }

  void refused(String problem, long requests) {
    refusals.computeIfAbsent(problem, _ -> new LongAdder()).add(requests);
  }

  /** The API asked to come again. */
  void delayed() {
    delays.increment();
  }

  /** The API did what it should not, or did not do what it should. */
  void surprised(String text) {
    surprises.add(text);
  }

  /** Requests sent so far. */
  public long sentCount() {
    return sent.sum();
  }

  /** Outcomes seen so far. */
  public long outcomeCount() {
    return outcomes.sum();
  }

  /** How often the API asked to come again. */
  public long delayCount() {
    return delays.sum();
  }

  /** Requests refused at the door, by problem. */
  public Map<String, Long> refusals() {
    var counts = new TreeMap<String, Long>();
    refusals.forEach((problem, count) -> counts.put(problem, count.sum()));
    return counts;
  }

  /** What the API did that the player did not expect. */
  public Queue<String> surprises() {
    return surprises;
  }

  /** Microseconds from the sending of a single request to its outcome. */
  public Histogram acceptToOutcome() {
    return acceptToOutcome.copy();
  }

  /** What the checks need of it. */
  public ClientLog toLog() {
    return new ClientLog(
        acknowledgements.stream().toList(),
        unclear,
        reuses.stream().toList(),
        answers.stream().toList());
  }
}
