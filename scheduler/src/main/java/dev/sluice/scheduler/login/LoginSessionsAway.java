package dev.sluice.scheduler.login;

import dev.sluice.web.problem.HttpProblem;
import dev.sluice.web.problem.Problem;
import dev.sluice.web.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Sessions are in the database, which is asked before any controller: that it is away is no defect
 * of this process.
 */
@Component
@Order(SessionRepositoryFilter.DEFAULT_ORDER - 1)
final class LoginSessionsAway extends OncePerRequestFilter {

  private static final Logger log = LoggerFactory.getLogger(LoginSessionsAway.class);

  private final ProblemWriter problems;

  LoginSessionsAway(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      chain.doFilter(request, response);
    } catch (DataAccessException | TransactionException e) {
      if (response.isCommitted()) {
        throw e;
      }
      log.warn("It is not known who is logged in: the database does not answer", e);
      response.resetBuffer();
      problems.write(
          response,
          Problem.of(
                  HttpProblem.NOT_NOW,
                  "The database does not answer: it is not known who is logged in. Jobs may run"
                      + " all the same.")
              .retryAfter(Duration.ofSeconds(5)));
    }
  }
}
