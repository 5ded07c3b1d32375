package dev.sluice.dashboard.reader;

/**
 * Texts of pages that an application adds: a bean of this type names them.
 *
 * @param bundle base name of a resource bundle in all of {@link Readers#LOCALES}; its keys are none
 *     of the dashboard's
 */
public record Texts(String bundle) {}
