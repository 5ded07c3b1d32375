package dev.sluice.allocation.seating;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The seats of a hall, which never change: labels, rows and sections by ordinal. Immutable, so that
 * all sessions of a hall share one.
 */
public final class Hall {

  private final UUID id;
  private final String[] labels;
  private final Map<String, Integer> ordinals;
  private final int[] rowOfSeat;
  private final List<Row> rows;
  private final List<Section> sections;

  private Hall(UUID id, List<Seat> seats) {
    this.id = id;
    this.labels = new String[seats.size()];
    this.ordinals = HashMap.newHashMap(seats.size());
    this.rowOfSeat = new int[seats.size()];
    for (int ordinal = 0; ordinal < labels.length; ordinal++) {
      labels[ordinal] = seats.get(ordinal).label();
      if (ordinals.put(labels[ordinal], ordinal) != null) {
        throw new IllegalArgumentException(
            "Hall " + id + " has two seats with the label " + labels[ordinal]);
      }
    }
    var plan = new Plan(seats, rowOfSeat);
    this.rows = List.copyOf(plan.rows);
    this.sections = plan.sections();
  }

  /**
   * A hall of these seats, the seat of ordinal 0 first. A row's seats follow each other; those of
   * one row label that do not are rows of their own.
   *
   * @throws IllegalArgumentException if two seats have the same label
   */
  public static Hall of(UUID id, List<Seat> seats) {
    return new Hall(id, seats);
  }

  /** The hall's id. */
  public UUID id() {
    return id;
  }

  /** How many seats it has. */
  public int size() {
    return labels.length;
  }

  /** The label of the seat of that ordinal. */
  public String label(int ordinal) {
    return labels[ordinal];
  }

  /** The ordinal of the seat of that label, or -1. */
  public int ordinalOf(String label) {
    return ordinals.getOrDefault(label, -1);
  }

  /** Labels of the seats of these ordinals, in their order. */
  public List<String> labels(int[] seats) {
    String[] names = new String[seats.length];
    for (int i = 0; i < seats.length; i++) {
      names[i] = labels[seats[i]];
    }
    return List.of(names);
  }

  /** Index of the seat's row in {@link #rows}. */
  int rowOf(int ordinal) {
    return rowOfSeat[ordinal];
  }

  /** All rows, in the order of their first seat. */
  List<Row> rows() {
    return rows;
  }

  /** All sections, in the order of their first seat. */
  public List<Section> sections() {
    return sections;
  }

  /**
   * A seat.
   *
   * @param label section, row and seat, as in A-12-7
   * @param section its section
   * @param row its row within the section
   * @param number place in the row; neighbours differ by one
   * @param generalAdmission whether it is a place of a general-admission section
   */
  public record Seat(
      String label, String section, String row, int number, boolean generalAdmission) {

    private boolean sharesSectionWith(Seat other) {
      return section.equals(other.section) && generalAdmission == other.generalAdmission;
    }
  }

  /**
   * Seats of one row: a range of ordinals.
   *
   * @param section index of its section
   * @param from its first seat
   * @param to behind its last seat
   * @param stretchEnds an aisle divides a row into stretches of neighbours: the ordinal behind each
   */
  record Row(int section, int from, int to, int[] stretchEnds) {}

  /**
   * A section.
   *
   * @param name its name
   * @param generalAdmission whether its places are interchangeable
   * @param rows indexes of its rows, front to back
   * @param size how many seats it has
   * @param neighboursMax the most that are beside each other: all of them, if interchangeable
   */
  public record Section(
      String name, boolean generalAdmission, int[] rows, int size, int neighboursMax) {}

  /** Finds rows and sections, one pass over the seats. */
  private static final class Plan {

    private final List<Row> rows = new ArrayList<>();
    private final List<Seat> firstSeats = new ArrayList<>();
    private final List<List<Integer>> rowsOfSections = new ArrayList<>();

    private Plan(List<Seat> seats, int[] rowOfSeat) {
      int from = 0;
      while (from < seats.size()) {
        int to = from + 1;
        var ends = new ArrayList<Integer>();
        while (to < seats.size() && inOneRow(seats.get(from), seats.get(to))) {
          if (Math.abs(seats.get(to).number() - seats.get(to - 1).number()) != 1) {
            ends.add(to);
          }
          to++;
        }
        ends.add(to);
        for (int seat = from; seat < to; seat++) {
          rowOfSeat[seat] = rows.size();
        }
        int section = sectionOf(seats.get(from));
        rowsOfSections.get(section).add(rows.size());
        rows.add(new Row(section, from, to, toInts(ends)));
        from = to;
      }
    }

    private static boolean inOneRow(Seat one, Seat other) {
      return one.sharesSectionWith(other) && one.row().equals(other.row());
    }

    /** Most rows belong to the section of the row before, so the newest is tried first. */
    private int sectionOf(Seat seat) {
      for (int section = firstSeats.size() - 1; section >= 0; section--) {
        if (firstSeats.get(section).sharesSectionWith(seat)) {
          return section;
        }
      }
      firstSeats.add(seat);
      rowsOfSections.add(new ArrayList<>());
      return firstSeats.size() - 1;
    }

    private List<Section> sections() {
      var sections = new ArrayList<Section>();
      for (int section = 0; section < firstSeats.size(); section++) {
        Seat seat = firstSeats.get(section);
        int[] members = toInts(rowsOfSections.get(section));
        int size =
            IntStream.of(members).map(row -> rows.get(row).to() - rows.get(row).from()).sum();
        int neighbours =
            seat.generalAdmission()
                ? size
                : IntStream.of(members).map(row -> longestStretch(rows.get(row))).max().orElse(0);
        sections.add(
            new Section(seat.section(), seat.generalAdmission(), members, size, neighbours));
      }
      return List.copyOf(sections);
    }

    private static int longestStretch(Row row) {
      int longest = 0;
      int from = row.from();
      for (int end : row.stretchEnds()) {
        longest = Math.max(longest, end - from);
        from = end;
      }
      return longest;
    }

    private static int[] toInts(List<Integer> numbers) {
      return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
  }
}
