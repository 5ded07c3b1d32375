package dev.sluice.dashboard.history;

/** A parameter that is looked for, its value as it is stored. */
public record ParameterValue(String name, String value) {}
