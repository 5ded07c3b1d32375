package dev.sluice.web.security;

import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** Makes a valid token an authentication: its name is the caller's, its authorities the scopes. */
final class CallerTokens implements Converter<Jwt, AbstractAuthenticationToken> {

  /** Begins the authority that a scope is. */
  static final String SCOPE = "SCOPE_";

  @Override
  public AbstractAuthenticationToken convert(Jwt token) {
    return new JwtAuthenticationToken(
        token,
        scopes(token).map(scope -> new SimpleGrantedAuthority(SCOPE + scope)).toList(),
        Subjects.nameOf(Objects.requireNonNull(token.getSubject(), "sub")));
  }

  /**
   * One text with spaces as the standard says, or a list, in {@code scope} or {@code scp}:
   * providers differ. Whatever else stands there allows nothing.
   */
  private static Stream<String> scopes(Jwt token) {
    Object claim = token.getClaim("scope");
    return words(claim == null ? token.getClaim("scp") : claim);
  }

  private static Stream<String> words(@Nullable Object claim) {
    return switch (claim) {
      case String text -> Arrays.stream(text.split(" ", -1)).filter(word -> !word.isBlank());
      case Collection<?> list ->
          list.stream()
              .filter(String.class::isInstance)
              .map(String.class::cast)
              .filter(word -> !word.isBlank());
      case null, default -> Stream.empty();
    };
  }
}
