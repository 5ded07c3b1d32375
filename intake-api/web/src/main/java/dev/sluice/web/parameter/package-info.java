/** Parameters of calls: what cannot be read is refused, and numbers have one form. */
@NullMarked
package dev.sluice.web.parameter;

import org.jspecify.annotations.NullMarked;
