package dev.sluice.allocation.seating;

import dev.sluice.contract.outcome.Terms;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The grades of a session, by index in its price list: what they cost and where they are.
 * Immutable.
 */
public final class Grades {

  /** Stands for "no grade": not on sale. */
  public static final int NONE = -1;

  private final Hall hall;
  private final Map<String, Integer> indexes;
  private final long[] prices;
  private final int[] gradeOfSection;
  private final int[][] sections;
  private final int[][] rows;

  /**
   * The grades of those terms in that hall.
   *
   * @throws IllegalArgumentException if a grade has two prices or a negative one, a section two
   *     grades, or a section's grade no price
   */
  public Grades(Hall hall, Terms terms) {
    this.hall = hall;
    this.indexes = HashMap.newHashMap(terms.prices().size());
    this.prices = new long[terms.prices().size()];
    for (int grade = 0; grade < prices.length; grade++) {
      Terms.Price price = terms.prices().get(grade);
      if (price.amount() < 0) {
        throw new IllegalArgumentException("Grade " + price.grade() + " has a negative price");
      }
      prices[grade] = price.amount();
      if (indexes.put(price.grade(), grade) != null) {
        throw new IllegalArgumentException("Grade " + price.grade() + " has two prices");
      }
    }
    this.gradeOfSection = gradesOfSections(terms);
    this.sections = new int[prices.length][];
    this.rows = new int[prices.length][];
    for (int grade = 0; grade < prices.length; grade++) {
      sections[grade] = sectionsOf(grade);
      rows[grade] =
          Arrays.stream(sections[grade])
              .flatMap(section -> Arrays.stream(hall.sections().get(section).rows()))
              .sorted()
              .toArray();
    }
  }

  private int[] gradesOfSections(Terms terms) {
    Map<String, Integer> gradeOfName = HashMap.newHashMap(terms.sections().size());
    for (Terms.SectionGrade section : terms.sections()) {
      int grade = indexOf(section.grade());
      if (grade == NONE) {
        throw new IllegalArgumentException("Grade " + section.grade() + " has no price");
      }
      if (gradeOfName.put(section.section(), grade) != null) {
        throw new IllegalArgumentException("Section " + section.section() + " has two grades");
      }
    }
    List<Hall.Section> all = hall.sections();
    return all.stream()
        .mapToInt(section -> gradeOfName.getOrDefault(section.name(), NONE))
        .toArray();
  }

  private int[] sectionsOf(int grade) {
    int[] found = new int[gradeOfSection.length];
    int count = 0;
    for (int section = 0; section < gradeOfSection.length; section++) {
      if (gradeOfSection[section] == grade) {
        found[count++] = section;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** How many grades there are. */
  public int count() {
    return prices.length;
  }

  /** Index of the grade of that name, or {@link #NONE}. */
  public int indexOf(String name) {
    return indexes.getOrDefault(name, NONE);
  }

  /** Index of the section's grade, or {@link #NONE} if it is not on sale. */
  int ofSection(int section) {
    return gradeOfSection[section];
  }

  /** Index of the seat's grade, or {@link #NONE} if it is not on sale. */
  public int ofSeat(int seat) {
    return gradeOfSection[hall.rows().get(hall.rowOf(seat)).section()];
  }

  /** Sections of the grade, in ordinal order. */
  int[] sections(int grade) {
    return sections[grade];
  }

  /** Rows of the grade, in ordinal order. */
  int[] rows(int grade) {
    return rows[grade];
  }

  /**
   * What remains of an amount when seats are given back. Seats on sale cost their price; what the
   * amount has beyond those is of seats that are on sale no more, which share it evenly.
   */
  public long remainder(long amount, int[] seats, int[] remaining) {
    long offSale = offSale(seats);
    return offSale == 0
        ? amount(remaining)
        : amount(remaining) + Math.max(0, amount - amount(seats)) * offSale(remaining) / offSale;
  }

  private long offSale(int[] seats) {
    return Arrays.stream(seats).filter(seat -> ofSeat(seat) == NONE).count();
  }

  /**
   * What seats cost together, in minor units: those that are on sale.
   *
   * @throws ArithmeticException if that is more than a {@code long} holds. It is made here, because
   *     the one of {@code Math.addExact} loses its message once it is thrown often, and the message
   *     is part of an outcome
   */
  public long amount(int[] seats) {
    long amount = 0;
    for (int seat : seats) {
      int grade = ofSeat(seat);
      amount += grade == NONE ? 0 : prices[grade];
      if (amount < 0) {
        throw new ArithmeticException("The seats cost more than a long holds");
      }
    }
    return amount;
  }
}
