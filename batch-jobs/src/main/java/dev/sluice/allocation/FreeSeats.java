package dev.sluice.allocation;

import dev.sluice.contract.Limits;

/**
 * Which seats of a session are free. A bit a seat; beside the bits, how many are free in each row,
 * section and grade, and which lengths of runs of free neighbours there are. These are exact at any
 * time, so a search that cannot succeed ends at once, and one that can goes straight to the first
 * row that has what it wants. A change costs a look at its rows.
 *
 * <p>Lengths of runs are a set of bits: bit {@code n} says that there is a run of exactly {@code
 * n}, the last bit that there is one of that length or longer.
 */
final class FreeSeats {

  /**
   * The longest run that is told from longer ones. A block of {@code n} leaves no single seat in a
   * run of {@code n}, or of {@code n + 2} and more: longer ones are all alike.
   */
  private static final int RUN_MAX = Limits.SEATS_PER_REQUEST_MAX + 2;

  private final Hall hall;
  private final Grades grades;
  private final long[] bits;
  private final int[] freeInRow;
  private final int[] freeInSection;
  private final int[] freeInGrade;
  private final int[] runsInRow;
  private final int[] runsInSection;
  private final int[] runsInGrade;
  private int free;

  /** Every seat on sale is free. */
  FreeSeats(Hall hall, Grades grades) {
    this.hall = hall;
    this.grades = grades;
    this.bits = new long[hall.size() / Long.SIZE + 1];
    this.freeInRow = new int[hall.rows().size()];
    this.freeInSection = new int[hall.sections().size()];
    this.freeInGrade = new int[grades.count()];
    this.runsInRow = new int[hall.rows().size()];
    this.runsInSection = new int[hall.sections().size()];
    this.runsInGrade = new int[grades.count()];
    for (int seat = 0; seat < hall.size(); seat++) {
      if (grades.ofSeat(seat) != Grades.NONE) {
        flip(seat, 1);
      }
    }
    for (int row = 0; row < runsInRow.length; row++) {
      updateRuns(row);
    }
  }

  /** Whether the seat can be taken: on sale, and nobody has it. */
  boolean isFree(int seat) {
    return (bits[seat >> 6] >>> seat & 1) != 0;
  }

  /** How many seats are free. */
  int count() {
    return free;
  }

  /** How many seats of the grade are free. */
  int inGrade(int grade) {
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
    return runsInGrade[grade];
  }

  /**
   * Lengths of the runs in any row of the section; in general admission, any number that is free.
   */
  int runsInSection(int section) {
    return runsInSection[section];
  }

  /** Lengths of the runs in the row. */
  int runsInRow(int row) {
    return runsInRow[row];
  }

  /** Whether runs of these lengths have room for so many neighbours. */
  static boolean fit(int runs, int neighbours, boolean leavingNoSingle) {
    return leavingNoSingle
        ? (runs >>> neighbours & 1) != 0 || runs >>> (neighbours + 2) != 0
        : runs >>> neighbours != 0;
  }

  /** The first free seat in the range, or {@code to}. */
  int nextFree(int from, int to) {
    return next(from, to, 0);
  }

  /** The first seat in the range that is not free, or {@code to}. */
  int nextTaken(int from, int to) {
    return next(from, to, -1L);
  }

  private int next(int from, int to, long inversion) {
    int seat = from;
    while (seat < to) {
      long word = (bits[seat >> 6] ^ inversion) >>> seat;
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
  void take(int[] seats) {
    change(seats, -1);
  }

  /**
   * Gives back taken seats.
   *
   * @param seats ordinals, ascending
   * @throws IllegalStateException if one is free
   */
  void giveBack(int[] seats) {
    change(seats, 1);
  }

  private void change(int[] seats, int step) {
    for (int seat : seats) {
      if (isFree(seat) == step > 0) {
        throw new IllegalStateException(
            "Seat " + hall.label(seat) + " is " + (step > 0 ? "free" : "not free") + " already");
      }
      flip(seat, step);
    }
    int last = -1;
    for (int seat : seats) {
      int row = hall.rowOf(seat);
      if (row != last) {
        updateRuns(row);
        last = row;
      }
    }
  }

  private void flip(int seat, int step) {
    int row = hall.rowOf(seat);
    int section = hall.rows().get(row).section();
    bits[seat >> 6] ^= 1L << seat;
    freeInRow[row] += step;
    freeInSection[section] += step;
    freeInGrade[grades.ofSection(section)] += step;
    free += step;
  }

  private void updateRuns(int row) {
    int section = hall.rows().get(row).section();
    int grade = grades.ofSection(section);
    if (grade == Grades.NONE) {
      return;
    }
    runsInRow[row] = runs(hall.rows().get(row));
    Hall.Section whole = hall.sections().get(section);
    runsInSection[section] =
        whole.generalAdmission()
            ? (2 << Math.min(freeInSection[section], RUN_MAX)) - 2
            : union(runsInRow, whole.rows());
    runsInGrade[grade] = union(runsInSection, grades.sections(grade));
  }

  private int runs(Hall.Row row) {
    int runs = 0;
    int from = row.from();
    for (int end : row.stretchEnds()) {
      int seat = nextFree(from, end);
      while (seat < end) {
        int taken = nextTaken(seat, end);
        runs |= 1 << Math.min(taken - seat, RUN_MAX);
        seat = nextFree(taken, end);
      }
      from = end;
    }
    return runs;
  }

  private static int union(int[] runs, int[] members) {
    int union = 0;
    for (int member : members) {
      union |= runs[member];
    }
    return union;
  }
}
