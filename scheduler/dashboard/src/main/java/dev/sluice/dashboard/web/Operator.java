package dev.sluice.dashboard.web;

/** Who may change something. A handler that takes one is only called for such. */
public record Operator(String name) {}
