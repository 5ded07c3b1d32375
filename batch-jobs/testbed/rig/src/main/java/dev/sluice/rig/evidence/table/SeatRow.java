package dev.sluice.rig.evidence.table;

import java.util.UUID;

/** A row of {@code reservation_seat}: a taken seat, by its ordinal. */
public record SeatRow(UUID session, int seat, UUID reservation) {}
