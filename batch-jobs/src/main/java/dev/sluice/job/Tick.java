package dev.sluice.job;

import java.time.Duration;

/**
 * A look for work, on every node, so often that it must cost nothing while there is none: it is
 * triggered from memory and leaves no trace; what it starts does. One that was missed is not made
 * up for, since the next one finds the same work.
 *
 * @param name of the job that it starts, or its own
 * @param interval between two looks
 * @param look starts what there is to do, on one thread at a time; what a server that does not
 *     answer throws is told once, and the next tick tries again
 */
public record Tick(String name, Duration interval, Runnable look) implements ScheduledJob {}
