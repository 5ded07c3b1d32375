package dev.sluice.dashboard.web;

/**
 * Who looks.
 *
 * @param name that they are logged in with, empty where the application asks nobody
 * @param operator whether they may change something
 */
public record Visitor(String name, boolean operator) {}
