package dev.sluice.web.security;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;

/** Who may call what in a process. */
public interface AccessRules {

  /** Says of every call of the process who may make it. */
  void apply(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          calls);

  /** The scope that a caller who lacks one is told of. */
  String scope();

  /** The authority that a scope of a token is. */
  static String authority(String scope) {
    return CallerTokens.SCOPE + scope;
  }
}
