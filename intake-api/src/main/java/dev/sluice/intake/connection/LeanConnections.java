package dev.sluice.intake.connection;

import org.apache.coyote.ProtocolHandler;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Gives Tomcat's buffers the size that this API needs. By themselves they are made for pages and
 * forms, and take 90 KiB for each client who only waits.
 */
@Configuration(proxyBeanMethods = false)
class LeanConnections {

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> leanServer() {
    return server -> {
      server.setProtocol(LeanProtocol.class.getName());
      server.addEngineValves(new LeanRequests());
      server.addProtocolHandlerCustomizers(
          (TomcatProtocolHandlerCustomizer<ProtocolHandler>)
              protocol -> ((LeanProtocol) protocol).shrink());
    };
  }
}
