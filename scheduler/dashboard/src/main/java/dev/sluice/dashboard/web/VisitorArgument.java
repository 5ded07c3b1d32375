package dev.sluice.dashboard.web;

import dev.sluice.dashboard.reader.Reader;
import dev.sluice.dashboard.reader.Readers;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Gives a handler its {@link Visitor}, an {@link Operator} if they may act, or the {@link Reader}.
 */
public final class VisitorArgument implements HandlerMethodArgumentResolver {

  private final Access access;

  public VisitorArgument(Access access) {
    this.access = access;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Visitor.class
        || parameter.getParameterType() == Operator.class
        || parameter.getParameterType() == Reader.class;
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    HttpServletRequest servlet = request.getNativeRequest(HttpServletRequest.class);
    if (servlet == null) {
      throw new IllegalStateException("no servlet request");
    }
    if (parameter.getParameterType() == Reader.class) {
      return Readers.reader(servlet);
    }
    Visitor visitor = access.visitor(servlet);
    if (parameter.getParameterType() == Visitor.class) {
      return visitor;
    }
    if (!visitor.operator()) {
      throw new ForbiddenException();
    }
    return new Operator(visitor.name());
  }
}
