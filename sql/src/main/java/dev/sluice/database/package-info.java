/** How a process meets its database: how long it waits for it, at start and in every connection. */
@NullMarked
package dev.sluice.database;

import org.jspecify.annotations.NullMarked;
