package dev.sluice.dashboard.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers a {@link Page}: as HTML to those who ask for HTML, as JSON to all others. The JSON is the
 * dashboard's own, whatever the application has configured for its answers.
 */
public final class PageReturn implements HandlerMethodReturnValueHandler {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Shell shell;

  public PageReturn(Shell shell) {
    this.shell = shell;
  }

  @Override
  public boolean supportsReturnType(MethodParameter returnType) {
    return Page.class.isAssignableFrom(returnType.getParameterType());
  }

  @Override
  public void handleReturnValue(
      @Nullable Object value,
      MethodParameter returnType,
      ModelAndViewContainer container,
      NativeWebRequest request)
      throws Exception {
    var page = (Page) value;
    HttpServletResponse response = request.getNativeResponse(HttpServletResponse.class);
    if (page == null || response == null) {
      throw new IllegalStateException("no page to answer with");
    }
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    boolean html = wantsHtml(request.getHeader(HttpHeaders.ACCEPT));
    String redirect = page.redirect();
    if (html && redirect != null) {
      container.setRequestHandled(true);
      response.setStatus(HttpServletResponse.SC_SEE_OTHER);
      response.setHeader(HttpHeaders.LOCATION, redirect);
    } else if (html) {
      container.setViewName(page.template());
      HttpServletRequest servlet = request.getNativeRequest(HttpServletRequest.class);
      shell.fill(container.getModel(), page, Objects.requireNonNull(servlet));
    } else {
      container.setRequestHandled(true);
      response.setContentType(page.mediaType().toString());
      JSON.writeValue(response.getOutputStream(), page);
    }
  }

  /** Browsers ask for HTML by name; a program that takes anything is better served with JSON. */
  public static boolean wantsHtml(@Nullable String accept) {
    return accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
  }
}
