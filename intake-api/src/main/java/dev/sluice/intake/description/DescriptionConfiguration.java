package dev.sluice.intake.description;

import dev.sluice.web.problem.ProblemType;
import dev.sluice.web.security.Caller;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Contact;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.math.BigDecimal;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** What the description says of all calls: tokens, ids, problems, and what an accepted one has. */
@Configuration(proxyBeanMethods = false)
class DescriptionConfiguration {

  private static final String BEARER = "bearer";
  private static final String ACCEPTED = "202";
  private static final String PROBLEM_JSON = "application/problem+json";

  static {
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
  }

  @Bean
  OpenAPI description() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Sluice intake")
                .version("v1")
                .description(
                    "Submit reservation requests; they are queued, decided in batches, and each"
                        + " gets exactly one outcome. A request id (Idempotency-Key) is decided"
                        + " once.")
                .contact(new Contact().name("Sluice").url("https://sluice.dev"))
                .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
        .components(
            new Components()
                .addSecuritySchemes(
                    BEARER,
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .bearerFormat("JWT")
                        .description(
                            "Scopes: reserve, reserve:bulk (may act for other customers),"
                                + " admin")))
        .addSecurityItem(new SecurityRequirement().addList(BEARER));
  }

  @Bean
  OpenApiCustomizer problemSchema() {
    return description ->
        ModelConverters.getInstance(true)
            .readAll(new AnnotatedType(ProblemSchema.class))
            .forEach(description.getComponents()::addSchemas);
  }

  @Bean
  OperationCustomizer whatCallsShare() {
    return (operation, method) -> {
      if (operation.getParameters() != null) {
        operation.getParameters().forEach(DescriptionConfiguration::describe);
      }
      ApiResponse accepted = operation.getResponses().get(ACCEPTED);
      if (accepted != null) {
        describe(accepted);
      }
      CallProblems.of(operation.getOperationId()).forEach(type -> addProblem(operation, type));
      return operation;
    };
  }

  /** What stands in a path is an id, but for what says itself what it may be. */
  private static void describe(Parameter parameter) {
    if ("path".equals(parameter.getIn()) && parameter.getSchema().getEnum() == null) {
      parameter.setSchema(ofType("string").format("uuid"));
    }
  }

  private static void describe(ApiResponse accepted) {
    accepted.addHeaderObject(
        HttpHeaders.LOCATION,
        header("Where to ask what became of it", ofType("string").format("uri-reference")));
    accepted.addHeaderObject(
        HttpHeaders.RETRY_AFTER, header("Seconds until asking is worth it", seconds()));
    accepted.addHeaderObject(
        "Idempotent-Replayed",
        header("true if it was accepted before: the first answer again", ofType("boolean"))
            .required(false));
  }

  private static void addProblem(Operation operation, ProblemType type) {
    ApiResponse response =
        operation
            .getResponses()
            .computeIfAbsent(
                Integer.toString(type.status().value()), status -> problem(type.status()));
    Content content = response.getContent();
    if (content != null && content.containsKey(PROBLEM_JSON)) {
      content
          .get(PROBLEM_JSON)
          .addExamples(
              type.name(), new Example().summary(type.title()).value(ProblemSchema.example(type)));
    }
  }

  private static ApiResponse problem(HttpStatus status) {
    var response =
        new ApiResponse()
            .description(status.getReasonPhrase())
            .content(
                new Content()
                    .addMediaType(
                        PROBLEM_JSON,
                        new MediaType()
                            .schema(new Schema<>().$ref("#/components/schemas/Problem"))));
    switch (status) {
      case UNAUTHORIZED ->
          response.addHeaderObject(
              HttpHeaders.WWW_AUTHENTICATE,
              header("Which token is needed, and what is wrong with this one", ofType("string")));
      case METHOD_NOT_ALLOWED ->
          response.addHeaderObject(
              HttpHeaders.ALLOW, header("The methods that are allowed", ofType("string")));
      case TOO_MANY_REQUESTS, SERVICE_UNAVAILABLE ->
          response.addHeaderObject(
              HttpHeaders.RETRY_AFTER,
              header("Seconds until it is worth sending again", seconds()));
      default -> {
        // No header of its own.
      }
    }
    return response;
  }

  private static Header header(String description, Schema<?> schema) {
    return new Header().description(description).required(true).schema(schema);
  }

  private static Schema<Object> seconds() {
    Schema<Object> seconds = ofType("integer");
    seconds.setMinimum(BigDecimal.ZERO);
    return seconds;
  }

  private static Schema<Object> ofType(String type) {
    var schema = new Schema<Object>();
    schema.setType(type);
    schema.setTypes(Set.of(type));
    return schema;
  }
}
