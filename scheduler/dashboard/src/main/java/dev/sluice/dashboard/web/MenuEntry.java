package dev.sluice.dashboard.web;

/**
 * A page that an application adds to the menu: a bean of this type for each, in the order of the
 * beans.
 *
 * @param id what the page's template calls itself
 * @param path address within the dashboard, such as {@code /orders}
 * @param text key of its name among the texts
 */
public record MenuEntry(String id, String path, String text) {}
