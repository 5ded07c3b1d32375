/** Who may call what, and from which web pages. */
@NullMarked
package dev.sluice.intake.security;

import org.jspecify.annotations.NullMarked;
