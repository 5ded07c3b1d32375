package dev.sluice.intake.description;

import dev.sluice.intake.problem.ProblemType;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the description says of all calls: tokens and problems. */
@Configuration(proxyBeanMethods = false)
class DescriptionConfiguration {

  private static final String BEARER = "bearer";

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
                            "Scopes: reserve, reserve:bulk (may act for other customers), admin"))
                .addSchemas("Problem", problem()))
        .addSecurityItem(new SecurityRequirement().addList(BEARER));
  }

  /** Every call can end in these problems; those that submit, in more. */
  @Bean
  OperationCustomizer problems() {
    return (operation, method) -> {
      boolean submits =
          List.of("reserve", "cancel", "submitBulk").contains(operation.getOperationId());
      List<ProblemType> types =
          submits
              ? List.of(
                  ProblemType.INVALID_REQUEST,
                  ProblemType.UNAUTHENTICATED,
                  ProblemType.FORBIDDEN,
                  ProblemType.UNKNOWN_SESSION,
                  ProblemType.TOO_LARGE,
                  ProblemType.UNSUPPORTED_MEDIA_TYPE,
                  ProblemType.ID_REUSED,
                  ProblemType.TOO_MANY_REQUESTS,
                  ProblemType.BACKLOG_FULL,
                  ProblemType.NOT_NOW,
                  ProblemType.IN_DOUBT)
              : List.of(
                  ProblemType.INVALID_REQUEST,
                  ProblemType.UNAUTHENTICATED,
                  ProblemType.FORBIDDEN,
                  ProblemType.NOT_FOUND,
                  ProblemType.NOT_NOW);
      types.forEach(type -> addProblem(operation, type));
      return operation;
    };
  }

  private static void addProblem(Operation operation, ProblemType type) {
    String status = Integer.toString(type.status().value());
    ApiResponse response =
        operation
            .getResponses()
            .computeIfAbsent(
                status,
                code ->
                    new ApiResponse()
                        .description(type.title())
                        .content(
                            new Content()
                                .addMediaType(
                                    "application/problem+json",
                                    new MediaType()
                                        .schema(
                                            new Schema<>().$ref("#/components/schemas/Problem")))));
    Content content = response.getContent();
    if (content != null && content.containsKey("application/problem+json")) {
      content
          .get("application/problem+json")
          .addExamples(type.name(), new Example().summary(type.title()).value(example(type)));
    }
  }

  private static Map<String, Object> example(ProblemType type) {
    var example = new LinkedHashMap<String, Object>();
    example.put("type", type.uri().toString());
    example.put("title", type.title());
    example.put("status", type.status().value());
    example.put("detail", type.title() + ".");
    if (type == ProblemType.INVALID_REQUEST) {
      example.put(
          "errors",
          List.of(Map.of("field", "seats", "detail", "must have at most 8 elements, not 9")));
    }
    if (type == ProblemType.IN_DOUBT) {
      example.put("requestId", "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77");
    }
    return example;
  }

  private static Schema<Object> problem() {
    Schema<Object> error = ofType("object");
    error.addProperty("field", ofType("string")).addProperty("detail", ofType("string"));
    Schema<Object> errors = ofType("array");
    errors.items(error);
    Schema<Object> problem = ofType("object");
    problem
        .description("RFC 9457; decide by type")
        .addProperty("type", ofType("string").format("uri"))
        .addProperty("title", ofType("string"))
        .addProperty("status", ofType("integer"))
        .addProperty("detail", ofType("string"))
        .addProperty("errors", errors);
    return problem;
  }

  private static Schema<Object> ofType(String type) {
    var schema = new Schema<Object>();
    schema.setType(type);
    schema.setTypes(Set.of(type));
    return schema;
  }
}
