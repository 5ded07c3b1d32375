/** What a connection takes of the memory: ten thousand clients may wait at once. */
@NullMarked
package dev.sluice.intake.connection;

import org.jspecify.annotations.NullMarked;
