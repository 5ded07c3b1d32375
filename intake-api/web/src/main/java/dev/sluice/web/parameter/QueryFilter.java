package dev.sluice.web.parameter;

import dev.sluice.web.problem.HttpProblem;
import dev.sluice.web.problem.Problem;
import dev.sluice.web.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a query that cannot be read, first of all: the server throws where a parameter is asked
 * for, and anything may ask for one, the page for errors too.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class QueryFilter extends OncePerRequestFilter {

  private final ProblemWriter problems;

  QueryFilter(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getQueryString() == null || isReadable(request)) {
      chain.doFilter(request, response);
    } else {
      problems.write(
          response,
          Problem.of(
              HttpProblem.INVALID_REQUEST,
              "The query is broken: a parameter without a name, too many of them, or bytes behind"
                  + " '%' that are no UTF-8."));
    }
  }

  private static boolean isReadable(HttpServletRequest request) {
    try {
      return request.getParameterNames() != null;
    } catch (InvalidParameterException e) {
      return false;
    }
  }
}
