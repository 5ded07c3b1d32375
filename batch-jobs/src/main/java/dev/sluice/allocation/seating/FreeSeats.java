package dev.sluice.allocation.seating;

import dev.sluice.contract.Limits;
import java.util.Arrays;

/**
 * Which seats of a session are free. A bit a seat; beside the bits, how many are free in each row,
 * section and grade, and which lengths of runs of free neighbours there are. These are exact at any
 * time, so a search that cannot succeed ends at once, and one that can goes straight to the first
 * row that has what it wants. A change costs a look at its neighbours, however long its row is;
 * places of general admission have none that anyone asks for.
 *
 * <p>Lengths of runs are a set of bits: bit {@code n} says that there is a run of exactly {@code
 * n}, the last bit that there is one of that length or longer.
 *
 * <p>Longer than others since every figure must change with the bits.
 */
public final class FreeSeats {

  /**
   * The longest run that is told from longer ones. A block of {@code n} leaves no single seat in a
   * run of {@code n}, or of {@code n + 2} and more: longer ones are all alike.
   */
  private static final int RUN_MAX = Limits.SEATS_PER_REQUEST_MAX + 2;

  private final Hall hall;
  private final Grades grades;
  private final long[] bits;

  /** A bit for each word of {@link #bits} that has a free seat: a section may have a million. */
  private final long[] wordsWithFree;

  private final int[] freeInRow;
  private final int[] freeInSection;
  private final int[] freeInGrade;
  private final Runs runsInRow;
  private final Runs runsInSection;
  private final Runs runsInGrade;
  private int free;

  /** Every seat on sale is free. */
  public FreeSeats(Hall hall, Grades grades) {
    this.hall = hall;
    this.grades = grades;
    this.bits = new long[hall.size() / Long.SIZE + 1];
    this.wordsWithFree = new long[bits.length / Long.SIZE + 1];
    this.freeInRow = new int[hall.rows().size()];
    this.freeInSection = new int[hall.sections().size()];
    this.freeInGrade = new int[grades.count()];
    this.runsInRow = new Runs(hall.rows().size());
    this.runsInSection = new Runs(hall.sections().size());
    this.runsInGrade = new Runs(grades.count());
    for (int row = 0; row < freeInRow.length; row++) {
      if (grades.ofSection(hall.rows().get(row).section()) != Grades.NONE) {
        open(hall.rows().get(row), row);
      }
    }
  }

  private void open(Hall.Row range, int row) {
    for (int seat = range.from(); seat < range.to(); seat++) {
      flip(seat, 1);
    }
    if (!isGeneralAdmission(range)) {
      int from = range.from();
      for (int end : range.stretchEnds()) {
        countRun(row, Math.min(end - from, RUN_MAX), 1);
        from = end;
      }
    }
  }

  /** Whether the seat can be taken: on sale, and nobody has it. */
  public boolean isFree(int seat) {
    return (bits[seat >> 6] >>> seat & 1) != 0;
  }

  /** How many seats are free. */
  public int count() {
    return free;
  }

  /** How many seats of the grade are free. */
  public int inGrade(int grade) {
    return freeInGrade[grade];
  }

  /** How many seats of the section are free. */
  int inSection(int section) {
    return freeInSection[section];
  }

  /** How many seats of the row are free. */
  int inRow(int row) {
    return freeInRow[row];
  }

  /**
   * Lengths of the runs in any row of the grade; of a general-admission section, any number that is
   * free.
   */
  int runsInGrade(int grade) {
    return runsInGrade.lengths(grade);
  }

  /**
   * Lengths of the runs in any row of the section; in general admission, any number that is free.
   */
  int runsInSection(int section) {
    return runsInSection.lengths(section);
  }

  /** Lengths of the runs in the row; none in general admission. */
  int runsInRow(int row) {
    return runsInRow.lengths(row);
  }

  /** Whether runs of these lengths have room for so many neighbours. */
  static boolean fit(int runs, int neighbours, boolean leavingNoSingle) {
    return leavingNoSingle
        ? (runs >>> neighbours & 1) != 0 || runs >>> (neighbours + 2) != 0
        : runs >>> neighbours != 0;
  }

  /** The first free seat in the range, or {@code to}. */
  int nextFree(int from, int to) {
    if (from >= to) {
      return to;
    }
    int word = from >> 6;
    long rest = bits[word] >>> from;
    if (rest != 0) {
      return Math.min(to, from + Long.numberOfTrailingZeros(rest));
    }
    int last = (to - 1) >> 6;
    word = nextSet(wordsWithFree, word + 1, last + 1);
    return word > last ? to : Math.min(to, (word << 6) + Long.numberOfTrailingZeros(bits[word]));
  }

  private static int nextSet(long[] bits, int from, int to) {
    int bit = from;
    while (bit < to) {
      long word = bits[bit >> 6] >>> bit;
      if (word != 0) {
        return bit + Long.numberOfTrailingZeros(word);
      }
      bit = (bit | 63) + 1;
    }
    return to;
  }

  /** The first seat in the range that is not free, or {@code to}. */
  int nextTaken(int from, int to) {
    int seat = from;
    while (seat < to) {
      long word = ~bits[seat >> 6] >>> seat;
      if (word != 0) {
        return Math.min(to, seat + Long.numberOfTrailingZeros(word));
      }
      seat = (seat | 63) + 1;
    }
    return to;
  }

  /**
   * Takes free seats.
   *
   * @param seats ordinals, ascending
   * @throws IllegalStateException if one is not free
   */
  public void take(int[] seats) {
    for (int seat : seats) {
      if (!isFree(seat)) {
        throw new IllegalStateException("Seat " + hall.label(seat) + " is not free already");
      }
      countRuns(seat, -1);
      flip(seat, -1);
    }
  }

  /**
   * Gives back taken seats that are on sale.
   *
   * @param seats ordinals, ascending
   * @throws IllegalStateException if one is free
   */
  public void giveBack(int[] seats) {
    for (int seat : seats) {
      if (isFree(seat)) {
        throw new IllegalStateException("Seat " + hall.label(seat) + " is free already");
      }
      flip(seat, 1);
      countRuns(seat, 1);
    }
  }

  private void flip(int seat, int step) {
    int row = hall.rowOf(seat);
    int section = hall.rows().get(row).section();
    int word = seat >> 6;
    bits[word] ^= 1L << seat;
    if (bits[word] == 0) {
      wordsWithFree[word >> 6] &= ~(1L << word);
    } else {
      wordsWithFree[word >> 6] |= 1L << word;
    }
    freeInRow[row] += step;
    freeInSection[section] += step;
    freeInGrade[grades.ofSection(section)] += step;
    free += step;
    if (hall.sections().get(section).generalAdmission()) {
      // Any number that is free is a run: the one of the whole section grows or shrinks.
      countRunsOfPlaces(section, freeInSection[section], step);
    }
  }

  private void countRunsOfPlaces(int section, int now, int step) {
    if (step > 0 && now <= RUN_MAX) {
      countInSection(section, now, 1);
    } else if (step < 0 && now < RUN_MAX) {
      countInSection(section, now + 1, -1);
    }
  }

  /**
   * Counts the runs about a free seat that was given back, or is taken next: one run with it, two
   * without. Beyond the longest length that is told from others nobody looks.
   */
  private void countRuns(int seat, int step) {
    int row = hall.rowOf(seat);
    Hall.Row range = hall.rows().get(row);
    if (isGeneralAdmission(range)) {
      return;
    }
    int left = freeBefore(seat, range);
    int right = nextTaken(seat + 1, Math.min(endOfStretch(seat, range), seat + 1 + RUN_MAX));
    int after = right - seat - 1;
    countRun(row, Math.min(left + 1 + after, RUN_MAX), step);
    countRun(row, left, -step);
    countRun(row, after, -step);
  }

  private int freeBefore(int seat, Hall.Row range) {
    int start = Math.max(startOfStretch(seat, range), seat - RUN_MAX);
    int first = seat;
    while (first > start && isFree(first - 1)) {
      first--;
    }
    return seat - first;
  }

  private static int startOfStretch(int seat, Hall.Row range) {
    int[] ends = range.stretchEnds();
    int stretch = stretch(ends, seat);
    return stretch == 0 ? range.from() : ends[stretch - 1];
  }

  private static int endOfStretch(int seat, Hall.Row range) {
    return range.stretchEnds()[stretch(range.stretchEnds(), seat)];
  }

  private static int stretch(int[] ends, int seat) {
    if (seat < ends[0]) {
      return 0;
    }
    int found = Arrays.binarySearch(ends, seat);
    return found < 0 ? -found - 1 : found + 1;
  }

  private void countRun(int row, int length, int step) {
    if (length > 0 && runsInRow.count(row, length, step)) {
      countInSection(hall.rows().get(row).section(), length, step);
    }
  }

  private void countInSection(int section, int length, int step) {
    if (runsInSection.count(section, length, step)) {
      runsInGrade.count(grades.ofSection(section), length, step);
    }
  }

  private boolean isGeneralAdmission(Hall.Row row) {
    return hall.sections().get(row.section()).generalAdmission();
  }

  /**
   * How many runs of each length a place has: a row of its own; a section or a grade, how many of
   * its members have one.
   */
  private static final class Runs {

    private final int[] counts;
    private final int[] lengths;

    private Runs(int places) {
      counts = new int[places * (RUN_MAX + 1)];
      lengths = new int[places];
    }

    private int lengths(int place) {
      return lengths[place];
    }

    /** Whether the place has such a run now and had none, or has none any more. */
    private boolean count(int place, int length, int step) {
      int before = counts[place * (RUN_MAX + 1) + length];
      counts[place * (RUN_MAX + 1) + length] = before + step;
      if (before != 0 && before + step != 0) {
        return false;
      }
      lengths[place] ^= 1 << length;
      return true;
    }
  }
}
