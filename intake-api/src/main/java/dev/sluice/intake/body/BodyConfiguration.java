package dev.sluice.intake.body;

import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How patient the server is with bodies. */
@Configuration(proxyBeanMethods = false)
class BodyConfiguration {

  @Bean
  WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> patience(BodySettings settings) {
    return server -> {
      server.addEngineValves(new RestOfBodyValve(settings));
      server.addConnectorCustomizers(
          connector -> {
            if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
              // Else the timeout of an idle connection, which is far longer, is a body's too.
              http.setDisableUploadTimeout(false);
              http.setConnectionUploadTimeout((int) settings.patience().toMillis());
            }
          });
    };
  }
}
