package dev.sluice.scheduler.pages;

import dev.sluice.dashboard.reader.Texts;
import dev.sluice.dashboard.web.MenuEntry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Sluice's entries of the menu, and its texts. */
@Configuration(proxyBeanMethods = false)
class DashboardAdditions {

  @Bean
  @Order(1)
  MenuEntry shardsEntry() {
    return new MenuEntry("shards", "/shards", "shards.title");
  }

  @Bean
  @Order(2)
  MenuEntry deadLettersEntry() {
    return new MenuEntry("dead-letters", DeadLettersController.PATH, "letters.title");
  }

  @Bean
  @Order(3)
  MenuEntry paymentsEntry() {
    return new MenuEntry("payments", "/payments", "payments.title");
  }

  @Bean
  @Order(4)
  MenuEntry schedulesEntry() {
    return new MenuEntry("schedules", "/schedules", "schedules.title");
  }

  @Bean
  Texts sluiceTexts() {
    return new Texts("dev.sluice.scheduler.pages");
  }
}
