/** The pages: what each shows, and what can be done there. */
@NullMarked
package dev.sluice.dashboard.pages;

import org.jspecify.annotations.NullMarked;
