package dev.sluice.scheduler.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.user.OAuth2UserAuthority;

/** What providers say, and what it is here. */
class ClaimedRolesTests {

  static Stream<Arguments> claims() {
    return Stream.of(
        Arguments.of("roles", Map.of("roles", List.of("look", "act")), "ROLE_VIEWER ROLE_OPERATOR"),
        Arguments.of("roles", Map.of("roles", "all"), "ROLE_ADMIN"),
        Arguments.of("email", Map.of("email", "ann@example.org"), "ROLE_ADMIN"),
        Arguments.of(
            "realm.roles", Map.of("realm", Map.of("roles", List.of("act"))), "ROLE_OPERATOR"),
        Arguments.of("https://a.b/r", Map.of("https://a.b/r", List.of("look")), "ROLE_VIEWER"),
        Arguments.of("roles", Map.of("roles", List.of("ADMIN", "ROLE_ADMIN", "admin")), ""),
        Arguments.of("roles", Map.of("roles", Map.of("act", true)), ""),
        Arguments.of("roles.all", Map.of("roles", "text"), ""),
        Arguments.of("roles", Map.of("sub", "ann"), ""));
  }

  @ParameterizedTest
  @MethodSource("claims")
  void onlyTheClaimsValuesAreRoles(String claim, Map<String, Object> claims, String expected) {
    var roles =
        new ClaimedRoles(
            new LoginSettings.Roles(
                claim, Set.of("look"), Set.of("act"), Set.of("all", "ann@example.org")));
    List<GrantedAuthority> given =
        List.of(new OAuth2UserAuthority(claims), new SimpleGrantedAuthority("ROLE_ADMIN"));
    assertThat(roles.mapAuthorities(given))
        .extracting(GrantedAuthority::getAuthority)
        .containsExactlyInAnyOrder(expected.isEmpty() ? new String[0] : expected.split(" "));
  }
}
