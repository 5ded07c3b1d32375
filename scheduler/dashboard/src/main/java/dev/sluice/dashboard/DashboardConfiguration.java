package dev.sluice.dashboard;

import dev.sluice.dashboard.action.Actions;
import dev.sluice.dashboard.action.JobRules;
import dev.sluice.dashboard.action.Launches;
import dev.sluice.dashboard.history.History;
import dev.sluice.dashboard.tally.Tally;
import dev.sluice.dashboard.tally.TallyRows;
import dev.sluice.dashboard.tally.Ticker;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.batch.core.configuration.DuplicateJobException;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.batch.jdbc.autoconfigure.BatchDataSource;
import org.springframework.boot.batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Adds the dashboard to an application that has a job repository and a web server. */
@AutoConfiguration(after = BatchJdbcAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean({JobRepository.class, DataSource.class})
@EnableConfigurationProperties(DashboardSettings.class)
@Import(PagesConfiguration.class)
class DashboardConfiguration {

  private static final int STATEMENT_SECONDS_MAX = 10;

  @Bean
  DashboardDatabase dashboardDatabase(
      @BatchDataSource ObjectProvider<DataSource> batch, ObjectProvider<DataSource> any) {
    DataSource source = batch.getIfAvailable(any::getObject);
    var jdbc = new JdbcTemplate(source);
    jdbc.setQueryTimeout(STATEMENT_SECONDS_MAX);
    var transactions = new TransactionTemplate(new JdbcTransactionManager(source));
    transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    return new DashboardDatabase(jdbc, transactions, Clock.systemUTC());
  }

  @Bean
  History dashboardHistory(DashboardDatabase database) {
    return History.of(database.jdbc());
  }

  @Bean
  Tally dashboardTally(DashboardDatabase database) {
    return new Tally(new TallyRows(database.jdbc()), database.transactions());
  }

  @Bean
  Ticker dashboardTicker(Tally tally, DashboardDatabase database, DashboardSettings settings) {
    return new Ticker(tally, database.clock(), settings.tallyInterval());
  }

  @Bean
  Actions dashboardActions(
      DashboardDatabase database,
      JobRepository repository,
      ObjectProvider<Job> jobs,
      ObjectProvider<JobRules> rules,
      Tally tally,
      DashboardSettings settings)
      throws DuplicateJobException {
    return new Actions(
        database.jdbc(),
        database.transactions(),
        registry(jobs),
        repository,
        rules.getIfAvailable(() -> JobRules.NONE),
        tally,
        database.clock(),
        new Actions.Settings(settings.launchesMax(), settings.silence()));
  }

  /** Ends before the pool and the job repository do. */
  @Bean
  Launches dashboardLaunches(Actions actions) {
    return actions.launches();
  }

  /** Not a bean: an application that has none would find its operator using this one. */
  private static MapJobRegistry registry(ObjectProvider<Job> jobs) throws DuplicateJobException {
    var registry = new MapJobRegistry();
    for (Job job : jobs) {
      registry.register(job);
    }
    return registry;
  }
}
