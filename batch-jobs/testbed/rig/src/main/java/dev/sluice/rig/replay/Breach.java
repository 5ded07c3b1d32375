package dev.sluice.rig.replay;

/**
 * What cannot be if a promise is kept.
 *
 * @param promise its short name: the README of {@code batch-jobs} has a table of them
 * @param text what was seen
 */
record Breach(String promise, String text) {}
