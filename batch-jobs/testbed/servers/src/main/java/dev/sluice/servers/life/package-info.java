/**
 * The life of a server, as a process or as a container: how it starts, stops, is killed, and ends
 * with this JVM.
 */
@NullMarked
package dev.sluice.servers.life;

import org.jspecify.annotations.NullMarked;
