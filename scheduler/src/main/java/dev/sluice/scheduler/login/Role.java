package dev.sluice.scheduler.login;

import dev.sluice.web.security.AccessRules;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Stream;
import org.springframework.security.core.GrantedAuthority;

/** What somebody may do; each includes those before it. A program has a scope instead. */
enum Role {
  /** Looks at everything. */
  VIEWER("ops:read"),
  /** Starts, stops, restarts, pauses. */
  OPERATOR("ops:run"),
  /** Everything. */
  ADMIN("admin");

  private final String scope;

  Role(String scope) {
    this.scope = scope;
  }

  /** The scope of a token that allows the same. */
  String scope() {
    return scope;
  }

  /** The authority of a person who has it. */
  String authority() {
    return "ROLE_" + name();
  }

  /** All authorities that include it, of persons and of programs. */
  String[] authorities() {
    return Arrays.stream(values())
        .filter(role -> role.compareTo(this) >= 0)
        .flatMap(role -> Stream.of(role.authority(), AccessRules.authority(role.scope)))
        .toArray(String[]::new);
  }

  /** Whether somebody with these authorities has it. */
  boolean isOf(Collection<? extends GrantedAuthority> held) {
    return Arrays.stream(authorities())
        .anyMatch(
            wanted -> held.stream().anyMatch(authority -> wanted.equals(authority.getAuthority())));
  }
}
