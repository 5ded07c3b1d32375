/** An HTTP client of very many connections in one thread: calls, replies, and the bytes between. */
@NullMarked
package dev.sluice.bench.http.client;

import org.jspecify.annotations.NullMarked;
