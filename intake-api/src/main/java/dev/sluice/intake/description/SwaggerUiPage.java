package dev.sluice.intake.description;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springdoc.core.properties.SwaggerUiOAuthProperties;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.webmvc.ui.SwaggerIndexPageTransformer;
import org.springdoc.webmvc.ui.SwaggerWelcomeCommon;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.resource.ResourceTransformerChain;
import org.springframework.web.servlet.resource.TransformedResource;

/**
 * Has Swagger UI show and send the example of NDJSON as it is. As the media type's name has
 * <em>json</em> in it, a text is taken for a JSON string there: it would be shown in quotes, with
 * {@code \n} for the ends of lines, and sent so.
 */
@Component
final class SwaggerUiPage extends SwaggerIndexPageTransformer {

  /** Where the page lists its plugins. */
  private static final String PLUGINS = "SwaggerUIBundle.plugins.DownloadUrl";

  private static final String LINES_AS_THEY_ARE =
      """
      ,
            () => ({
              afterLoad() {
                const sample = this.fn.getSampleSchema;
                this.fn.getSampleSchema = (schema, mediaType, config, example) =>
                  mediaType === "application/x-ndjson" && typeof example === "string"
                    ? example
                    : sample(schema, mediaType, config, example);
              }
            })\
      """;

  SwaggerUiPage(
      SwaggerUiConfigProperties config,
      SwaggerUiOAuthProperties oauth,
      SwaggerWelcomeCommon welcome,
      ObjectMapperProvider mappers) {
    super(config, oauth, welcome, mappers);
  }

  @Override
  public Resource transform(
      HttpServletRequest request, Resource resource, ResourceTransformerChain chain)
      throws IOException {
    Resource page = super.transform(request, resource, chain);
    if (!"swagger-initializer.js".equals(resource.getFilename())) {
      return page;
    }
    String script = page.getContentAsString(StandardCharsets.UTF_8);
    if (!script.contains(PLUGINS)) {
      throw new IllegalStateException("Swagger UI lists its plugins in another way: " + script);
    }
    return new TransformedResource(
        resource,
        script.replace(PLUGINS, PLUGINS + LINES_AS_THEY_ARE).getBytes(StandardCharsets.UTF_8));
  }
}
