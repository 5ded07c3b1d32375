/**
 * What Redis holds of a shard: its keys, the entries of its request stream, and what is remembered
 * of request ids.
 */
@NullMarked
package dev.sluice.contract.stream;

import org.jspecify.annotations.NullMarked;
