package dev.sluice.scheduler.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.scheduler.RunningScheduler;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Who may do what, on two nodes: programs by their scope, people by the role that an identity
 * provider gives them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolesIntegrationTests {

  /** Every route, and who may: {@code y} yes, {@code n} no. */
  private static final List<String> MATRIX =
      """
                                                          anonymous viewer operator admin
      GET /dashboard                                              n y y y
      GET /dashboard/jobs                                         n y y y
      GET /dashboard/jobs/{job}                                   n y y y
      POST /dashboard/jobs/{job}/executions                       n n y y
      GET /dashboard/executions                                   n y y y
      GET /dashboard/executions/{id}                              n y y y
      GET /dashboard/executions/{id}/message                      n y y y
      GET /dashboard/executions/{id}/steps/{step}/message         n y y y
      POST /dashboard/executions/{id}/restart                     n n y y
      POST /dashboard/executions/{id}/stop                        n n y y
      POST /dashboard/executions/{id}/abandon                     n n y y
      POST /dashboard/executions/{id}/recover                     n n y y
      GET /dashboard/audit                                        n y y y
      GET /dashboard/login                                        y y y y
      GET /dashboard/shards                                       n y y y
      POST /dashboard/shards/{shard}/pause                        n n y y
      POST /dashboard/shards/{shard}/resume                       n n y y
      GET /dashboard/dead-letters                                 n y y y
      GET /dashboard/dead-letters/{shard}/{number}                n y y y
      GET /dashboard/schedules                                    n y y y
      POST /dashboard/schedules/{job}/pause                       n n y y
      POST /dashboard/schedules/{job}/resume                      n n y y
      POST /dashboard/schedules/{job}/reschedule                  n n y y
      GET /dashboard/payments                                     n y y y
      POST /dashboard/payments/{session}/{reservation}/{payment}/decline  n n y y
      POST /dashboard/payments/{session}/{reservation}/{payment}/ask  n n y y
      POST /dashboard/payments/refunds/{shard}/{number}/ask       n n y y
      POST /dashboard/payments/refunds/{shard}/{number}/given-back  n n y y
      """
          .lines()
          .skip(1)
          .toList();

  private static final String NOBODY = "99999999-9999-4999-8999-999999999999";

  private LoginNodes nodes;

  @BeforeAll
  void start() {
    nodes = new LoginNodes();
  }

  @AfterAll
  void stop() {
    nodes.close();
  }

  /** Seen to fail with a route more than the matrix has, and with a rule less than routes. */
  @Test
  void theMatrixHasEveryRoute() {
    Set<String> routes =
        nodes
            .own()
            .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
            .getHandlerMethods()
            .keySet()
            .stream()
            .flatMap(RolesIntegrationTests::routes)
            .filter(route -> !route.endsWith(LoginController.REFUSED))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(routes)
        .containsExactlyInAnyOrderElementsOf(MATRIX.stream().map(this::route).toList());
  }

  private static Stream<String> routes(RequestMappingInfo mapping) {
    Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
    return mapping.getPatternValues().stream()
        .flatMap(
            path ->
                methods.isEmpty()
                    ? Stream.of("ANY " + path)
                    : methods.stream().map(method -> method + " " + path));
  }

  private String route(String line) {
    return line.strip().replaceFirst("\\s{2,}.*", "");
  }

  static List<String> matrix() {
    return MATRIX;
  }

  @ParameterizedTest
  @MethodSource("matrix")
  void programsMayWhatTheirScopeSays(String line) throws Exception {
    try (var program = new Browser(nodes.own())) {
      for (Caller caller : Caller.values()) {
        HttpRequest.Builder call = call(program, line);
        if (!caller.scope.isEmpty()) {
          call.header("Authorization", "Bearer " + RunningScheduler.token(caller.scope));
        }
        assertAnswer(line, caller, program.send(call));
      }
    }
  }

  /** Their roles come from the identity provider. */
  @ParameterizedTest
  @MethodSource("matrix")
  void peopleMayWhatTheirRoleSays(String line) throws Exception {
    for (Caller caller : Caller.values()) {
      try (var person = new Browser(nodes.elsewhere())) {
        HttpRequest.Builder call = call(person, line);
        if (!caller.role.isEmpty()) {
          nodes.house().letIn(caller.name().toLowerCase(Locale.ROOT), caller.role);
          person.logIn();
          call.header("X-XSRF-TOKEN", person.token("/dashboard"));
        }
        assertAnswer(line, caller, person.send(call));
      }
    }
  }

  private HttpRequest.Builder call(Browser browser, String line) {
    String[] route = route(line).split(" ", -1);
    HttpRequest.Builder call =
        browser
            .request(
                route[1]
                    .replace("{job}", "none")
                    .replaceAll("\\{(session|reservation|payment)}", NOBODY)
                    .replaceAll("\\{\\w+}", "999999"))
            .header("Content-Type", "application/json");
    return route[0].equals("GET")
        ? call
        : call.method(route[0], HttpRequest.BodyPublishers.ofString("{\"why\": \"a test\"}"));
  }

  /** What is asked about is not there, so that who may is told so. */
  private static void assertAnswer(String line, Caller caller, HttpResponse<String> answer) {
    String[] words = line.strip().split("\\s+", -1);
    boolean may = words[caller.column].equals("y");
    int refused = caller == Caller.ANONYMOUS ? 401 : 403;
    assertThat(answer.statusCode())
        .as("%s as %s: %s", line, caller, answer.body())
        .isIn(may ? List.of(200, 404) : List.of(refused));
    if (!may) {
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }
  }

  @Test
  void whatHasNoRuleIsDenied() throws Exception {
    try (var program = new Browser(nodes.own())) {
      for (String path : List.of("/dashboard/none", "/none", "/actuator/env")) {
        assertThat(program.send(program.request(path)).statusCode()).isEqualTo(401);
        HttpRequest.Builder call =
            program
                .request(path)
                .header("Authorization", "Bearer " + RunningScheduler.token("admin"));
        assertThat(program.send(call).statusCode()).isEqualTo(403);
      }
    }
  }

  /** Seen to fail with the 403 that programs have. Who may nothing does not learn what there is. */
  @Test
  void whoMayLookIsToldThatThereIsNoSuchPage() throws Exception {
    try (var person = new Browser(nodes.own())) {
      person.logIn("admin", LoginNodes.PASSWORD);
      HttpResponse<String> nowhere = person.page("/dashboard/none");
      assertThat(nowhere.statusCode()).isEqualTo(404);
      assertThat(nowhere.body()).contains("There is no such page", "Back to the overview");
      assertThat(person.page("/dashboard/dead-letters/0/999999").body())
          .contains("There is no such page", "There is no dead letter 0-999999");
    }
    try (var person = new Browser(nodes.elsewhere())) {
      nodes.house().letIn("guest", "cloakroom");
      person.logIn();
      assertThat(person.page("/dashboard/none").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void whoHasNoRoleIsToldSoAndCanLogOut() throws Exception {
    try (var person = new Browser(nodes.elsewhere())) {
      nodes.house().letIn("guest", "cloakroom");
      HttpResponse<String> page = person.logIn();
      assertThat(page.statusCode()).isEqualTo(403);
      assertThat(page.body()).contains("your role does not allow it", "Log out", ">guest</span>");
    }
  }

  @Test
  void severalNamesOfAProviderAreOneRole() throws Exception {
    try (var person = new Browser(nodes.elsewhere())) {
      nodes.house().letIn("sam", "stage-manager");
      person.logIn();
      assertThat(
              person
                  .submit("/dashboard", "/dashboard/executions/999999/stop", "why=x")
                  .statusCode())
          .isEqualTo(404);
    }
  }

  /** The columns of the matrix. */
  private enum Caller {
    ANONYMOUS(2, "", ""),
    VIEWER(3, "ops:read", "viewer"),
    OPERATOR(4, "ops:run", "operator"),
    ADMIN(5, "admin", "admin");

    private final int column;
    private final String scope;
    private final String role;

    Caller(int column, String scope, String role) {
      this.column = column;
      this.scope = scope;
      this.role = role;
    }
  }
}
