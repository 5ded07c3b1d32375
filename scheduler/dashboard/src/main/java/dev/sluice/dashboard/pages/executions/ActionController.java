package dev.sluice.dashboard.pages.executions;

import dev.sluice.dashboard.action.ExecutionActions;
import dev.sluice.dashboard.web.Operator;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;

/** What is done to executions, from forms and from programs. */
@Controller
@RequestMapping("${dashboard.path:/dashboard}/executions/{id}")
public final class ActionController {

  private final ExecutionActions actions;
  private final Begun begun;

  public ActionController(ExecutionActions actions, Begun begun) {
    this.actions = actions;
    this.begun = begun;
  }

  @PostMapping("/restart")
  ActedView restart(
      @PathVariable long id,
      WhyInput input,
      @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
      Operator operator,
      HttpServletResponse response)
      throws InterruptedException {
    return begun.answer(actions.restart(id, input.by(operator)), prefer, response);
  }

  @PostMapping("/stop")
  ActedView stop(
      @PathVariable long id, WhyInput input, Operator operator, HttpServletResponse response) {
    actions.stop(id, input.by(operator));
    response.setStatus(HttpServletResponse.SC_ACCEPTED);
    return begun.acted(id);
  }

  @PostMapping("/abandon")
  ActedView abandon(@PathVariable long id, WhyInput input, Operator operator) {
    actions.abandon(id, input.by(operator));
    return begun.acted(id);
  }

  @PostMapping("/recover")
  ActedView recover(@PathVariable long id, WhyInput input, Operator operator) {
    actions.recover(id, input.by(operator));
    return begun.acted(id);
  }
}
