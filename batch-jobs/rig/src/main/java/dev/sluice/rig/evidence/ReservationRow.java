package dev.sluice.rig.evidence;

import dev.sluice.contract.ReservationStatus;
import java.util.List;
import java.util.UUID;

/**
 * A row of {@code reservation}.
 *
 * @param session the session
 * @param id the reservation
 * @param status where it is in its life
 * @param seats ordinals of the seats that it has, or had last
 */
public record ReservationRow(
    UUID session, UUID id, ReservationStatus status, List<Integer> seats) {}
