package dev.sluice.job;

import javax.sql.DataSource;
import org.springframework.batch.core.configuration.support.JdbcDefaultBatchConfiguration;
import org.springframework.batch.infrastructure.item.database.support.DataFieldMaxValueIncrementerFactory;
import org.springframework.batch.infrastructure.item.database.support.DefaultDataFieldMaxValueIncrementerFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.support.incrementer.DataFieldMaxValueIncrementer;
import org.springframework.jdbc.support.incrementer.MySQLMaxValueIncrementer;
import org.springframework.transaction.annotation.Isolation;

/**
 * The JDBC job repository. Its defaults are changed in two places: SERIALIZABLE deadlocks
 * concurrent first launches (268 of 320 in a measurement), and a sequence row per launch costs
 * three transactions.
 */
@Configuration(proxyBeanMethods = false)
class BatchMetadataConfiguration extends JdbcDefaultBatchConfiguration {

  private static final int IDS_PER_FETCH = 100;

  @Override
  protected Isolation getIsolationLevelForCreate() {
    return Isolation.READ_COMMITTED;
  }

  @Override
  protected DataFieldMaxValueIncrementerFactory getIncrementerFactory() {
    return new DefaultDataFieldMaxValueIncrementerFactory(getDataSource()) {
      @Override
      public DataFieldMaxValueIncrementer getIncrementer(String databaseType, String name) {
        DataFieldMaxValueIncrementer incrementer = super.getIncrementer(databaseType, name);
        if (incrementer instanceof MySQLMaxValueIncrementer rows) {
          rows.setCacheSize(IDS_PER_FETCH);
        }
        return incrementer;
      }
    };
  }

  @Override
  protected String getDatabaseType() {
    // MariaDB is served by the same statements; its own would want sequences, which MySQL lacks.
    return "MYSQL";
  }

  @Override
  protected DataSource getDataSource() {
    return super.getDataSource();
  }
}
