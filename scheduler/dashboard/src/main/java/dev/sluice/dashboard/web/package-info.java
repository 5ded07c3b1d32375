/** How pages are answered: as HTML or as JSON under the same address, and refusals as problems. */
@NullMarked
package dev.sluice.dashboard.web;

import org.jspecify.annotations.NullMarked;
