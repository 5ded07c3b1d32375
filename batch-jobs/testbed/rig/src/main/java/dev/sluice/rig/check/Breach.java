package dev.sluice.rig.check;

/**
 * What cannot be if a promise is kept.
 *
 * @param promise its short name, as in the design
 * @param text what was seen
 */
record Breach(String promise, String text) {}
