package dev.sluice.intake.submission;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Counts every call that reads, whatever it reads, so that none can be forgotten. */
@Component
final class ReadLimits implements HandlerInterceptor, WebMvcConfigurer {

  private final CallerLimits limits;

  ReadLimits(CallerLimits limits) {
    this.limits = limits;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns("/v1/**");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    Principal caller = request.getUserPrincipal();
    // A call that waited passes here twice.
    if (caller != null
        && request.getDispatcherType() == DispatcherType.REQUEST
        && (HttpMethod.GET.matches(request.getMethod())
            || HttpMethod.HEAD.matches(request.getMethod()))) {
      limits.takeRead(caller.getName());
    }
    return true;
  }
}
