package dev.sluice.intake.session;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The seats of a hall, by ordinal. They never change.
 *
 * @param seats the seat of ordinal 0 first
 * @param ordinals ordinal of each label
 */
public record HallSeats(List<Seat> seats, Map<String, Integer> ordinals) {

  private static final int SEAT_BYTES = 170;

  /** What it takes of the memory, roughly. */
  int bytes() {
    return 1000 + SEAT_BYTES * seats.size();
  }

  /**
   * A seat.
   *
   * @param label section, row and number
   * @param section its section
   * @param generalAdmission whether it is a place of a general-admission section
   */
  public record Seat(String label, String section, boolean generalAdmission) {}

  static HallSeats of(List<Seat> seats) {
    return new HallSeats(
        List.copyOf(seats),
        IntStream.range(0, seats.size())
            .boxed()
            .collect(Collectors.toUnmodifiableMap(i -> seats.get(i).label(), i -> i)));
  }
}
