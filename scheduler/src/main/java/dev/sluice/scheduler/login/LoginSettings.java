package dev.sluice.scheduler.login;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How people log in, beside the identity providers of Spring Boot's settings.
 *
 * @param local an account without an identity provider, for a Sluice on one's own machine; null for
 *     none
 * @param roles what an identity provider says of roles
 */
@Validated
@ConfigurationProperties("sluice.login")
record LoginSettings(@Nullable @Valid Local local, @DefaultValue @Valid Roles roles) {

  /** An account that may do everything. */
  record Local(@NotBlank String name, @NotBlank @Size(min = 12) String password) {}

  /**
   * Which values of a claim are which role.
   *
   * @param claim its name; a dot leads into a claim, as in {@code realm_access.roles}
   */
  record Roles(
      @DefaultValue("roles") @NotBlank String claim,
      @DefaultValue("viewer") Set<String> viewer,
      @DefaultValue("operator") Set<String> operator,
      @DefaultValue("admin") Set<String> admin) {

    /** The values that are a role. */
    Set<String> of(Role role) {
      return switch (role) {
        case VIEWER -> viewer;
        case OPERATOR -> operator;
        case ADMIN -> admin;
      };
    }
  }
}
