package dev.sluice.scheduler.login;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;
import org.springframework.security.oauth2.core.user.OAuth2UserAuthority;

/**
 * Roles of who comes from an identity provider, by a claim of theirs. Whatever else the provider
 * says allows nothing: who has no such value is logged in, and may do nothing.
 */
final class ClaimedRoles implements GrantedAuthoritiesMapper {

  private final LoginSettings.Roles roles;

  ClaimedRoles(LoginSettings.Roles roles) {
    this.roles = roles;
  }

  @Override
  public Collection<? extends GrantedAuthority> mapAuthorities(
      Collection<? extends GrantedAuthority> authorities) {
    Set<String> claimed =
        authorities.stream()
            .filter(OAuth2UserAuthority.class::isInstance)
            .flatMap(authority -> values(((OAuth2UserAuthority) authority).getAttributes()))
            .collect(Collectors.toSet());
    return Arrays.stream(Role.values())
        .filter(role -> roles.of(role).stream().anyMatch(claimed::contains))
        .map(role -> new SimpleGrantedAuthority(role.authority()))
        .toList();
  }

  /** A list of texts, or one text with a value. The whole name goes before a way into a claim. */
  private Stream<String> values(Map<String, Object> claims) {
    Object found = claims.containsKey(roles.claim()) ? claims.get(roles.claim()) : inside(claims);
    return switch (found) {
      case String text -> Stream.of(text);
      case Collection<?> list -> list.stream().filter(Objects::nonNull).map(Object::toString);
      case null, default -> Stream.empty();
    };
  }

  private @Nullable Object inside(Map<String, Object> claims) {
    Object place = claims;
    for (String name : roles.claim().split("\\.", -1)) {
      place = place instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return place;
  }
}
