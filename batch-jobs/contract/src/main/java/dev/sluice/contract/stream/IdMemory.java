package dev.sluice.contract.stream;

import dev.sluice.contract.ErrorText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * State of what Redis remembers of a shard's request ids: seventeen words separated by spaces. Ids
 * are kept in two halves, so that forgetting is letting go of the older one. Changed by the append
 * script, and by lease holders and the indexer in its place (compare and set). Longer than others
 * since its words are written, read and changed in one place.
 *
 * @param young the half that takes new ids
 * @param old the half before it; null if it is empty or forgotten
 * @param remembered ids in the young half, about
 * @param indexed number of the half whose ids the database's index has, with all before it; 0 if
 *     none
 * @param forgotten milliseconds of the entry before which ids may have been forgotten; 0 if none
 * @param dropped halves that are forgotten and whose hashes are still there
 * @param bounds bounds that its lease holder has set
 * @param olderRead milliseconds until which ids may be remembered in the form of versions 1 and 2
 * @param olderWritten milliseconds until which they are remembered in that form, too
 */
public record IdMemory(
    Half young,
    @Nullable Half old,
    long remembered,
    long indexed,
    long forgotten,
    List<Half> dropped,
    Bounds bounds,
    long olderRead,
    long olderWritten) {

  /** Bytes that an id takes: 60 to 66 as measured, and some room. */
  public static final int BYTES_PER_ID = 72;

  /** Entries have Redis' time, whoever asks another's. */
  private static final Duration CLOCKS_APART_MAX = Duration.ofMinutes(1);

  private static final String NONE = "-";
  private static final int WORDS = 17;

  /** Copies the list. */
  public IdMemory {
    dropped = List.copyOf(dropped);
  }

  /**
   * A memory without any id.
   *
   * @param first number of its first half
   */
  public static IdMemory empty(Bounds bounds, long first) {
    return new IdMemory(
        new Half(first, bounds.buckets(), null), null, 0, 0, 0, List.of(), bounds, 0, 0);
  }

  /** All halves of which there may be hashes. */
  public List<Half> halves() {
    return Stream.concat(Stream.ofNullable(old), Stream.concat(Stream.of(young), dropped.stream()))
        .toList();
  }

  /** The number of the next half: no half ever has another's, so that what is late hurts none. */
  public long nextNumber() {
    return young.number + 1;
  }

  /**
   * Reads the words.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static IdMemory parse(String text) {
    String[] words = text.split(" ", -1);
    if (words.length != WORDS) {
      throw new IllegalArgumentException("Not a state of ids: " + ErrorText.of(text));
    }
    long old = Long.parseLong(words[4]);
    return new IdMemory(
        new Half(Long.parseLong(words[0]), Integer.parseInt(words[1]), entry(words[2])),
        old == 0 ? null : new Half(old, Integer.parseInt(words[5]), entry(words[6])),
        Long.parseLong(words[3]),
        Long.parseLong(words[7]),
        Long.parseLong(words[8]),
        halves(words[9]),
        new Bounds(
            Long.parseLong(words[10]),
            Integer.parseInt(words[11]),
            Integer.parseInt(words[12]),
            Long.parseLong(words[13]),
            Long.parseLong(words[14])),
        Long.parseLong(words[15]),
        Long.parseLong(words[16]));
  }

  /** The words, in the order in which the append script reads and writes them. */
  @Override
  public String toString() {
    Half second = old == null ? new Half(0, 1, null) : old;
    return String.join(
        " ",
        Long.toString(young.number),
        Integer.toString(young.buckets),
        word(young.began),
        Long.toString(remembered),
        Long.toString(second.number),
        Integer.toString(second.buckets),
        word(second.began),
        Long.toString(indexed),
        Long.toString(forgotten),
        dropped.isEmpty() ? NONE : write(dropped),
        Long.toString(bounds.rememberedMax),
        Integer.toString(bounds.buckets),
        Integer.toString(bounds.unit),
        Long.toString(bounds.perCustomerMax),
        Long.toString(bounds.retentionMillis),
        Long.toString(olderRead),
        Long.toString(olderWritten));
  }

  /** Whether the old half should be indexed, so that it can be forgotten once the young is full. */
  public boolean isIndexWanted() {
    return old != null
        && indexed < old.number
        && young.began != null
        && remembered >= bounds.rememberedMax / 2;
  }

  /**
   * Whether all that the old half has is decided.
   *
   * @param watermark the last entry that the shard has decided
   */
  public boolean isOldDecided(EntryId watermark) {
    return young.began != null && watermark.compareTo(young.began) >= 0;
  }

  /** Whether the young half is full and grows, because the index does not have the old one yet. */
  public boolean isIndexBehind() {
    return old != null && indexed < old.number && remembered >= bounds.rememberedMax;
  }

  /** Whether an id may have been forgotten before its retention was over. */
  public boolean mayHaveForgottenEarly(Instant now) {
    return forgotten != 0 && now.toEpochMilli() - forgotten < bounds.retentionMillis;
  }

  /** Whether an id that was appended then or later may be forgotten. */
  public boolean mayHaveForgotten(Instant appended, Instant now) {
    long since = appended.minus(CLOCKS_APART_MAX).toEpochMilli();
    return since < forgotten || since < now.toEpochMilli() - bounds.retentionMillis;
  }

  /** The same, with the ids of a half and of all before it in the index. */
  public IdMemory withIndexed(long half) {
    return new IdMemory(
        young,
        old,
        remembered,
        Math.max(indexed, half),
        forgotten,
        dropped,
        bounds,
        olderRead,
        olderWritten);
  }

  /** The same without a forgotten half whose hashes are gone. */
  public IdMemory withoutDropped(Half half) {
    return new IdMemory(
        young,
        old,
        remembered,
        indexed,
        forgotten,
        dropped.stream().filter(other -> !other.equals(half)).toList(),
        bounds,
        olderRead,
        olderWritten);
  }

  /** The same with other bounds; a half that is begun keeps its hashes. */
  public IdMemory withBounds(Bounds others) {
    return new IdMemory(
        young, old, remembered, indexed, forgotten, dropped, others, olderRead, olderWritten);
  }

  /** The same, with ids in the form of versions 1 and 2 that are read and written until then. */
  public IdMemory withOlder(long readUntil, long writtenUntil) {
    return new IdMemory(
        young, old, remembered, indexed, forgotten, dropped, bounds, readUntil, writtenUntil);
  }

  /**
   * The same after time has passed: ids past their retention go with the old half, and a young half
   * that is as old becomes the old one. So each is remembered for the retention, at most for twice
   * as long.
   *
   * @param now milliseconds
   * @param next an entry id before which all ids were remembered until now
   */
  public IdMemory at(long now, EntryId next) {
    if (young.began == null || young.began.milliseconds() > now - bounds.retentionMillis) {
      return this;
    }
    var gone = new ArrayList<>(dropped);
    if (old != null) {
      gone.add(old);
    }
    return new IdMemory(
        new Half(young.number + 1, bounds.buckets, next),
        young,
        0,
        indexed,
        forgotten,
        gone,
        bounds,
        olderRead,
        olderWritten);
  }

  private static String word(@Nullable EntryId entry) {
    return entry == null ? NONE : entry.toString();
  }

  private static @Nullable EntryId entry(String word) {
    return word.equals(NONE) ? null : EntryId.parse(word);
  }

  private static List<Half> halves(String word) {
    return word.equals(NONE) ? List.of() : read(word);
  }

  /** Halves as one word: numbers and hashes. */
  public static String write(List<Half> halves) {
    return String.join(",", halves.stream().map(half -> half.number + ":" + half.buckets).toList());
  }

  /**
   * Reads {@link #write}.
   *
   * @throws IllegalArgumentException if the word is anything else
   */
  public static List<Half> read(String word) {
    return Stream.of(word.split(",", -1)).map(IdMemory::half).toList();
  }

  private static Half half(String word) {
    String[] parts = word.split(":", 2);
    if (parts.length != 2) {
      throw new IllegalArgumentException("Not a half: " + ErrorText.of(word));
    }
    return new Half(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), null);
  }

  /**
   * Half of the memory.
   *
   * @param number its number, from 1; the next one has the next
   * @param buckets hashes that its ids are spread over
   * @param began entry before which none of its ids stands; null if none is known
   */
  public record Half(long number, int buckets, @Nullable EntryId began) {

    /** Which of its hashes has an id, by the {@link RememberedRequest#keyOf key} of that. */
    public int bucketOf(byte[] key) {
      int place =
          Byte.toUnsignedInt(key[0]) << 16
              | Byte.toUnsignedInt(key[1]) << 8
              | Byte.toUnsignedInt(key[2]);
      return place % buckets;
    }
  }

  /**
   * Bounds of the memory.
   *
   * @param rememberedMax ids of a half: once it has so many, the other half is forgotten
   * @param buckets hashes of a half that begins
   * @param unit one id in so many is counted; a power of two up to 64
   * @param perCustomerMax ids of one customer in a half, beyond the first hundred
   * @param retentionMillis how long an id is remembered, here or in the index
   */
  public record Bounds(
      long rememberedMax, int buckets, int unit, long perCustomerMax, long retentionMillis) {

    private static final int IDS_PER_BUCKET = 64;
    private static final int BUCKETS_MAX = 1 << 20;
    private static final int UNIT_MAX = 64;

    /**
     * Bounds for a shard.
     *
     * @param bytes what both halves may take
     * @param share of a half's ids that one customer may have
     */
    public static Bounds of(long bytes, double share, Duration retention) {
      long ids = Math.max(1, bytes / 2 / BYTES_PER_ID);
      return new Bounds(
          ids,
          powerOfTwo(Math.min(BUCKETS_MAX, ids / IDS_PER_BUCKET)),
          powerOfTwo(Math.min(UNIT_MAX, ids / 1_000)),
          Math.max(1, (long) (ids * share)),
          retention.toMillis());
    }

    /** The largest that is not above the number, at least 1. */
    private static int powerOfTwo(long number) {
      return number < 2 ? 1 : Math.toIntExact(Long.highestOneBit(number));
    }
  }
}
