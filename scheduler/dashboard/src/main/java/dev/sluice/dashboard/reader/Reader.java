package dev.sluice.dashboard.reader;

import java.time.ZoneId;
import java.util.Locale;

/** In what language and in what zone somebody reads. */
public record Reader(Locale locale, ZoneId zone) {}
