/** What went wrong, as RFC 9457 problems with stable types. */
@NullMarked
package dev.sluice.web.problem;

import org.jspecify.annotations.NullMarked;
