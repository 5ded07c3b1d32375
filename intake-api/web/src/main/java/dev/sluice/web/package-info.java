/** The base of both web processes: it knows neither. */
@NullMarked
package dev.sluice.web;

import org.jspecify.annotations.NullMarked;
