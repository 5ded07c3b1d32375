package dev.sluice.stream;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * How long Redis keeps the outcomes that the drain writes into it.
 *
 * @param outcomes how long slices stay in the outcome stream, at most
 * @param outcomeStreamMax memory of an outcome stream, at most
 */
public record Retention(Duration outcomes, DataSize outcomeStreamMax) {}
