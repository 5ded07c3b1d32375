/** Who comes in, by which way, and who may do what. */
@NullMarked
package dev.sluice.scheduler.login;

import org.jspecify.annotations.NullMarked;
