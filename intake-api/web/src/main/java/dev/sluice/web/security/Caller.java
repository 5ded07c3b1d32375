package dev.sluice.web.security;

import java.util.Set;

/**
 * Who calls.
 *
 * @param name who the token's subject is: see {@link Subjects}
 * @param scopes what the token allows
 */
public record Caller(String name, Set<String> scopes) {}
