/** MariaDB as a process or MySQL in a container, as durable as production. */
@NullMarked
package dev.sluice.servers.database;

import org.jspecify.annotations.NullMarked;
