package dev.sluice.dashboard;

import dev.sluice.dashboard.action.Actions;
import dev.sluice.dashboard.history.History;
import dev.sluice.dashboard.pages.ApplicationProblems;
import dev.sluice.dashboard.pages.AuditController;
import dev.sluice.dashboard.pages.OverviewController;
import dev.sluice.dashboard.pages.executions.ActionController;
import dev.sluice.dashboard.pages.executions.Begun;
import dev.sluice.dashboard.pages.executions.BodyArgument;
import dev.sluice.dashboard.pages.executions.ExecutionController;
import dev.sluice.dashboard.pages.executions.ExecutionsController;
import dev.sluice.dashboard.pages.jobs.JobController;
import dev.sluice.dashboard.pages.jobs.JobsController;
import dev.sluice.dashboard.reader.Texts;
import dev.sluice.dashboard.web.Access;
import dev.sluice.dashboard.web.Assets;
import dev.sluice.dashboard.web.ContentPolicy;
import dev.sluice.dashboard.web.Links;
import dev.sluice.dashboard.web.MenuEntry;
import dev.sluice.dashboard.web.PageReturn;
import dev.sluice.dashboard.web.Problems;
import dev.sluice.dashboard.web.Shell;
import dev.sluice.dashboard.web.VisitorArgument;
import jakarta.servlet.ServletContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.thymeleaf.templateresolver.ITemplateResolver;

/** The pages, each wired by hand: nothing here is found by scanning. */
@Configuration(proxyBeanMethods = false)
class PagesConfiguration {

  @Bean
  Links dashboardLinks(ServletContext servlet, DashboardSettings settings) {
    return new Links(servlet.getContextPath() + settings.path());
  }

  @Bean
  Shell dashboardShell(
      Links links,
      ObjectProvider<Access> access,
      DashboardDatabase database,
      @Value("${dashboard.title:${spring.application.name:Spring Batch}}") String title,
      ObjectProvider<MenuEntry> menu,
      ObjectProvider<Texts> texts) {
    return new Shell(
        links,
        new Assets(links),
        access.getIfAvailable(() -> Access.BY_ROLE),
        database.clock(),
        title,
        menu.orderedStream().toList(),
        texts.orderedStream().toList());
  }

  /** Beside the application's own templates, whose folder it may have chosen. */
  @Bean
  ITemplateResolver dashboardTemplates() {
    var templates = new ClassLoaderTemplateResolver();
    templates.setPrefix("dev/sluice/dashboard/templates/");
    templates.setSuffix(".html");
    templates.setCharacterEncoding("UTF-8");
    templates.setResolvablePatterns(Set.of("dashboard/*"));
    templates.setOrder(0);
    return templates;
  }

  @Bean
  WebMvcConfigurer dashboardPages(Shell shell, DashboardSettings settings) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors
            .addInterceptor(new ContentPolicy())
            .addPathPatterns(settings.path(), settings.path() + "/**");
      }

      @Override
      public void addResourceHandlers(ResourceHandlerRegistry resources) {
        resources
            .addResourceHandler(settings.path() + "/assets/**")
            .addResourceLocations("classpath:" + Assets.FOLDER)
            .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).immutable());
      }

      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new VisitorArgument(shell.access()));
        resolvers.add(new BodyArgument());
      }

      @Override
      public void addReturnValueHandlers(List<HandlerMethodReturnValueHandler> handlers) {
        handlers.add(new PageReturn(shell));
      }
    };
  }

  @Bean
  Problems dashboardProblems() {
    return new Problems();
  }

  @Bean
  OverviewController dashboardOverview(
      History history,
      ObjectProvider<ApplicationProblems> others,
      DashboardSettings settings,
      DashboardDatabase database) {
    return new OverviewController(
        history, others.orderedStream().toList(), settings.hiddenJobs(), database.clock());
  }

  @Bean
  JobsController dashboardJobs(
      History history, Actions actions, DashboardSettings settings, DashboardDatabase database) {
    return new JobsController(history, actions.starts(), settings.hiddenJobs(), database.clock());
  }

  @Bean
  Begun dashboardBegun(
      History history, Links links, DashboardSettings settings, DashboardDatabase database) {
    return new Begun(history, links, database.clock(), settings.waitMax());
  }

  @Bean
  JobController dashboardJob(
      History history, Actions actions, Begun begun, Links links, DashboardDatabase database) {
    return new JobController(history, actions, begun, links, database.clock());
  }

  @Bean
  ExecutionsController dashboardExecutions(
      History history,
      Actions actions,
      DashboardSettings settings,
      Links links,
      DashboardDatabase database) {
    return new ExecutionsController(
        history, actions.starts(), settings.hiddenJobs(), links, database.clock());
  }

  @Bean
  ExecutionController dashboardExecution(
      History history, Actions actions, DashboardDatabase database) {
    return new ExecutionController(history, actions, database.clock());
  }

  @Bean
  ActionController dashboardAction(Actions actions, Begun begun) {
    return new ActionController(actions.executions(), begun);
  }

  @Bean
  AuditController dashboardAudit(Actions actions, Links links) {
    return new AuditController(actions.audit(), links);
  }
}
