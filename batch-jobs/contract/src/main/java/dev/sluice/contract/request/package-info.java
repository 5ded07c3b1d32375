/**
 * Requests as clients and the system make them: commands, their fields and digests, and what is
 * wrong with them.
 */
@NullMarked
package dev.sluice.contract.request;

import org.jspecify.annotations.NullMarked;
