/** The API's own description, for people and for tools. */
@NullMarked
package dev.sluice.intake.description;

import org.jspecify.annotations.NullMarked;
