package dev.sluice.dashboard;

import dev.sluice.dashboard.action.Actions;
import dev.sluice.dashboard.history.History;
import dev.sluice.dashboard.pages.ActionController;
import dev.sluice.dashboard.pages.AuditController;
import dev.sluice.dashboard.pages.BodyArgument;
import dev.sluice.dashboard.pages.ExecutionController;
import dev.sluice.dashboard.pages.ExecutionsController;
import dev.sluice.dashboard.pages.JobController;
import dev.sluice.dashboard.pages.JobsController;
import dev.sluice.dashboard.web.Access;
import dev.sluice.dashboard.web.Links;
import dev.sluice.dashboard.web.PageReturn;
import dev.sluice.dashboard.web.Problems;
import dev.sluice.dashboard.web.VisitorArgument;
import jakarta.servlet.ServletContext;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The pages, each wired by hand: nothing here is found by scanning. */
@Configuration(proxyBeanMethods = false)
class PagesConfiguration {

  @Bean
  Links dashboardLinks(ServletContext servlet, DashboardSettings settings) {
    return new Links(servlet.getContextPath() + settings.path());
  }

  @Bean
  WebMvcConfigurer dashboardPages(ObjectProvider<Access> access) {
    return new WebMvcConfigurer() {
      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new VisitorArgument(access.getIfAvailable(() -> Access.BY_ROLE)));
        resolvers.add(new BodyArgument());
      }

      @Override
      public void addReturnValueHandlers(List<HandlerMethodReturnValueHandler> handlers) {
        handlers.add(new PageReturn());
      }
    };
  }

  @Bean
  Problems dashboardProblems() {
    return new Problems();
  }

  @Bean
  JobsController dashboardJobs(
      History history, Actions actions, DashboardSettings settings, DashboardDatabase database) {
    return new JobsController(history, actions.starts(), settings.hiddenJobs(), database.clock());
  }

  @Bean
  JobController dashboardJob(
      History history, Actions actions, Links links, DashboardDatabase database) {
    return new JobController(history, actions, links, database.clock());
  }

  @Bean
  ExecutionsController dashboardExecutions(
      History history, DashboardSettings settings, Links links, DashboardDatabase database) {
    return new ExecutionsController(history, settings.hiddenJobs(), links, database.clock());
  }

  @Bean
  ExecutionController dashboardExecution(
      History history, Actions actions, DashboardDatabase database) {
    return new ExecutionController(history, actions, database.clock());
  }

  @Bean
  ActionController dashboardAction(
      History history,
      Actions actions,
      Links links,
      DashboardSettings settings,
      DashboardDatabase database) {
    return new ActionController(history, actions, links, database.clock(), settings.waitMax());
  }

  @Bean
  AuditController dashboardAudit(Actions actions, Links links) {
    return new AuditController(actions.audit(), links);
  }
}
