package dev.sluice.web.problem;

import org.apache.catalina.Pipeline;
import org.apache.catalina.Valve;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Has the server itself answer with problems. */
@Configuration(proxyBeanMethods = false)
class ProblemConfiguration {

  @Bean
  WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> problemsInsteadOfPages(
      JsonMapper json, ProblemCounter counter) {
    return server ->
        server.addContextCustomizers(
            context ->
                replacePages((StandardHost) context.getParent(), new ProblemValve(json, counter)));
  }

  /**
   * No body is read for the sake of a parameter, unless the process says that it has pages with
   * forms.
   */
  @Bean
  @ConditionalOnBooleanProperty(
      name = "sluice.web.forms",
      havingValue = false,
      matchIfMissing = true)
  WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> noForms() {
    return server -> server.addConnectorCustomizers(connector -> connector.setParseBodyMethods(""));
  }

  private static void replacePages(StandardHost host, ProblemValve problems) {
    Pipeline pipeline = host.getPipeline();
    for (Valve valve : pipeline.getValves()) {
      if (valve instanceof ErrorReportValve) {
        pipeline.removeValve(valve);
      }
    }
    pipeline.addValve(problems);
    // Or the host adds one of its own when it starts.
    host.setErrorReportValveClass("");
  }
}
