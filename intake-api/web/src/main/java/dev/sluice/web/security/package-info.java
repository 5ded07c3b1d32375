/** Who calls, and what that allows: bearer tokens with pinned algorithm, issuer and audience. */
@NullMarked
package dev.sluice.web.security;

import org.jspecify.annotations.NullMarked;
