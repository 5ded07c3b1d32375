package dev.sluice.allocation;

import java.util.List;
import java.util.UUID;

/** The seats of a hall, which never change: labels, rows and sections by ordinal. */
public final class Hall {

  private final UUID id;
  private final List<Seat> seats;

  private Hall(UUID id, List<Seat> seats) {
    this.id = id;
    this.seats = List.copyOf(seats);
  }

  /** A hall of these seats, the seat of ordinal 0 first. */
  public static Hall of(UUID id, List<Seat> seats) {
    return new Hall(id, seats);
  }

  /** The hall's id. */
  public UUID id() {
    return id;
  }

  /** How many seats it has. */
  public int size() {
    return seats.size();
  }

  /** The label of the seat of that ordinal. */
  public String label(int ordinal) {
    return seats.get(ordinal).label();
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
      String label, String section, String row, int number, boolean generalAdmission) {}
}
