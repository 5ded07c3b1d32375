package dev.sluice.dashboard.pages.executions;

import dev.sluice.dashboard.web.InvalidInputException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what an action is given: JSON of programs, fields of forms. The application may have
 * configured its own JSON in any way, so it is not asked.
 */
public final class BodyArgument implements HandlerMethodArgumentResolver {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int BYTES_MAX = 1_000_000;

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == WhyInput.class
        || parameter.getParameterType() == RescheduleInput.class
        || parameter.getParameterType() == StartInput.class;
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders)
      throws IOException {
    HttpServletRequest servlet = request.getNativeRequest(HttpServletRequest.class);
    if (servlet == null) {
      throw new IllegalStateException("no servlet request");
    }
    String type = servlet.getContentType();
    if (type != null && type.startsWith(MediaType.APPLICATION_JSON_VALUE)) {
      return json(servlet, parameter.getParameterType());
    }
    if (parameter.getParameterType() == WhyInput.class) {
      return new WhyInput(servlet.getParameter("why"));
    }
    return parameter.getParameterType() == RescheduleInput.class
        ? new RescheduleInput(
            servlet.getParameter("cron"), servlet.getParameter("seen"), servlet.getParameter("why"))
        : StartInput.of(name -> values(servlet, name));
  }

  private static Object json(HttpServletRequest servlet, Class<?> type) throws IOException {
    byte[] body = servlet.getInputStream().readNBytes(BYTES_MAX + 1);
    if (body.length > BYTES_MAX) {
      throw new InvalidInputException("the body has more than " + BYTES_MAX + " bytes");
    }
    try {
      Object input = JSON.readValue(body.length == 0 ? new byte[] {'{', '}'} : body, type);
      if (input == null) {
        throw new InvalidInputException("the body is null");
      }
      return input;
    } catch (JacksonException e) {
      throw new InvalidInputException(
          "the body is not what is expected: " + e.getOriginalMessage());
    }
  }

  private static List<String> values(HttpServletRequest servlet, String name) {
    String[] values = servlet.getParameterValues(name);
    return values == null ? List.of() : List.of(values);
  }
}
