package dev.sluice.intake.security;

import java.util.Set;

/**
 * Who calls.
 *
 * @param customer who the token's subject is: see {@link Customers}
 * @param scopes what the token allows
 */
public record Caller(String customer, Set<String> scopes) {

  /** Whether he may act for other customers. */
  public boolean mayActForOthers() {
    return scopes.contains("reserve:bulk") || scopes.contains("admin");
  }
}
