package dev.sluice.intake;

import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** How answers are written. */
@Configuration(proxyBeanMethods = false)
class AnswerConfiguration {

  /**
   * In Spring's place for JSON. A converter that is a bean would come before the one for bytes, and
   * write what is JSON already as Base64.
   */
  @Bean
  ServerHttpMessageConvertersCustomizer wholeJson(JsonMapper json) {
    return converters -> converters.withJsonConverter(new WholeJsonConverter(json));
  }
}
