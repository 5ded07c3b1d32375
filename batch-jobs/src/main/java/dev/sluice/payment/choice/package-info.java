/** Which payment provider is asked: the settings, and the bean that comes of them. */
@NullMarked
package dev.sluice.payment.choice;

import org.jspecify.annotations.NullMarked;
