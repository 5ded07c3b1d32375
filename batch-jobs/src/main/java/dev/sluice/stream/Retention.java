package dev.sluice.stream;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * How long Redis keeps what the drain writes into it.
 *
 * @param requests how long request ids are remembered
 * @param outcomes how long slices stay in the outcome stream, at most
 * @param outcomeStreamMax memory of an outcome stream, at most
 */
public record Retention(Duration requests, Duration outcomes, DataSize outcomeStreamMax) {}
