package dev.sluice.allocation.seating;

import dev.sluice.contract.outcome.Rung;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the best free seats of a grade, rung by rung. Sections are tried in ordinal order, rows
 * from front to back; within a row the seats nearest its middle win, of equals those of lower
 * ordinal. Places of a general-admission section are interchangeable: its lowest free ordinals
 * satisfy any rung. Changes nothing.
 */
public final class BestSeats {

  private final Hall hall;
  private final Grades grades;
  private final FreeSeats free;

  /** Looks among those free seats, as they are whenever it is asked. */
  public BestSeats(Hall hall, Grades grades, FreeSeats free) {
    this.hall = hall;
    this.grades = grades;
    this.free = free;
  }

  /** So many seats of the grade found in that way, ascending; null if there are none. */
  public int @Nullable [] find(Rung rung, int grade, int quantity) {
    return switch (rung) {
      case WITHOUT_ORPHANS -> neighbours(grade, quantity, true);
      case ADJACENT -> neighbours(grade, quantity, false);
      case SAME_SECTION -> inOneSection(grade, quantity);
      case SPLIT -> free.inGrade(grade) < quantity ? null : lowest(grades.rows(grade), quantity);
    };
  }

  /** Whether {@link #find} would find so many: at the cost of a few comparisons. */
  public boolean fits(Rung rung, int grade, int quantity) {
    return switch (rung) {
      case WITHOUT_ORPHANS -> FreeSeats.fit(free.runsInGrade(grade), quantity, true);
      case ADJACENT -> FreeSeats.fit(free.runsInGrade(grade), quantity, false);
      case SAME_SECTION -> sectionWith(grade, quantity) >= 0;
      case SPLIT -> free.inGrade(grade) >= quantity;
    };
  }

  /**
   * Whether seats that are found in that way are what is wanted. A single seat is beside itself
   * wherever it is.
   *
   * @param adjacent whether neighbours are demanded
   */
  public static boolean allows(Rung rung, boolean adjacent, int quantity) {
    return switch (rung) {
      case WITHOUT_ORPHANS, ADJACENT -> true;
      case SAME_SECTION, SPLIT -> !adjacent || quantity == 1;
    };
  }

  /**
   * Whether so many seats of the grade could be found in that way if the right ones were free. One
   * seat too many for a row without orphans may be taken one day, so it counts as a row.
   */
  public boolean canEverFit(Rung rung, int grade, int quantity) {
    int seats = 0;
    for (int index : grades.sections(grade)) {
      Hall.Section section = hall.sections().get(index);
      seats += section.size();
      int most =
          switch (rung) {
            case WITHOUT_ORPHANS, ADJACENT -> section.neighboursMax();
            case SAME_SECTION -> section.size();
            case SPLIT -> seats;
          };
      if (most >= quantity) {
        return true;
      }
    }
    return false;
  }

  private int @Nullable [] neighbours(int grade, int quantity, boolean leavingNoSingle) {
    if (!FreeSeats.fit(free.runsInGrade(grade), quantity, leavingNoSingle)) {
      return null;
    }
    for (int index : grades.sections(grade)) {
      if (FreeSeats.fit(free.runsInSection(index), quantity, leavingNoSingle)) {
        Hall.Section section = hall.sections().get(index);
        return section.generalAdmission()
            ? lowest(section.rows(), quantity)
            : neighboursInSection(section, quantity, leavingNoSingle);
      }
    }
    throw new IllegalStateException("Runs of grade " + grade + " are in none of its sections");
  }

  private int[] neighboursInSection(Hall.Section section, int quantity, boolean leavingNoSingle) {
    for (int row : section.rows()) {
      if (FreeSeats.fit(free.runsInRow(row), quantity, leavingNoSingle)) {
        return range(block(hall.rows().get(row), quantity, leavingNoSingle), quantity);
      }
    }
    throw new IllegalStateException(
        "Runs of section " + section.name() + " are in none of its rows");
  }

  /** First seat of the best block of neighbours in a row that has one. */
  private int block(Hall.Row row, int quantity, boolean leavingNoSingle) {
    int best = -1;
    int bestDistance = Integer.MAX_VALUE;
    int from = row.from();
    for (int end : row.stretchEnds()) {
      int run = free.nextFree(from, end);
      while (run < end) {
        int runEnd = free.nextTaken(run, end);
        for (int start = run; start <= runEnd - quantity; start++) {
          int distance = distance(row, start, start + quantity);
          boolean single = start - run == 1 || runEnd - (start + quantity) == 1;
          if (distance < bestDistance && !(leavingNoSingle && single)) {
            best = start;
            bestDistance = distance;
          }
        }
        run = free.nextFree(runEnd, end);
      }
      from = end;
    }
    return best;
  }

  /** Twice the distance between the middles of the range and of the row. */
  private static int distance(Hall.Row row, int from, int to) {
    return Math.abs(from + to - (row.from() + row.to()));
  }

  private int @Nullable [] inOneSection(int grade, int quantity) {
    int index = sectionWith(grade, quantity);
    if (index < 0) {
      return null;
    }
    Hall.Section section = hall.sections().get(index);
    int row = section.generalAdmission() ? -1 : firstRowWith(section, quantity);
    return row < 0
        ? lowest(section.rows(), quantity)
        : closest(hall.rows().get(row), free.inRow(row), quantity);
  }

  /** The first section of the grade with so many free seats; -1 if none has. */
  private int sectionWith(int grade, int quantity) {
    for (int index : grades.sections(grade)) {
      if (free.inSection(index) >= quantity) {
        return index;
      }
    }
    return -1;
  }

  private int firstRowWith(Hall.Section section, int quantity) {
    for (int row : section.rows()) {
      if (free.inRow(row) >= quantity) {
        return row;
      }
    }
    return -1;
  }

  /** The free seats of the row that span the fewest, of equals those nearest its middle. */
  private int[] closest(Hall.Row row, int count, int quantity) {
    int[] seats = new int[count];
    int seat = row.from();
    for (int i = 0; i < count; i++) {
      seats[i] = free.nextFree(seat, row.to());
      seat = seats[i] + 1;
    }
    int best = -1;
    int bestSpan = Integer.MAX_VALUE;
    int bestDistance = Integer.MAX_VALUE;
    for (int i = 0; i <= count - quantity; i++) {
      int end = seats[i + quantity - 1] + 1;
      int span = end - seats[i];
      int distance = distance(row, seats[i], end);
      if (span < bestSpan || (span == bestSpan && distance < bestDistance)) {
        best = i;
        bestSpan = span;
        bestDistance = distance;
      }
    }
    return Arrays.copyOfRange(seats, best, best + quantity);
  }

  /** The first free seats of rows that have so many. */
  private int[] lowest(int[] rows, int quantity) {
    int[] seats = new int[quantity];
    int found = 0;
    for (int index : rows) {
      if (free.inRow(index) == 0) {
        continue;
      }
      Hall.Row row = hall.rows().get(index);
      int seat = free.nextFree(row.from(), row.to());
      while (seat < row.to()) {
        seats[found++] = seat;
        if (found == quantity) {
          return seats;
        }
        seat = free.nextFree(seat + 1, row.to());
      }
    }
    throw new IllegalStateException("Only " + found + " of " + quantity + " seats are free");
  }

  private static int[] range(int from, int length) {
    int[] seats = new int[length];
    for (int i = 0; i < length; i++) {
      seats[i] = from + i;
    }
    return seats;
  }
}
