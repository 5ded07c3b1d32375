/**
 * What people do to jobs, each written to the audit with who, what, when, before, after and why.
 */
@NullMarked
package dev.sluice.dashboard.action;

import org.jspecify.annotations.NullMarked;
