package dev.sluice.intake;

import com.mysql.cj.MysqlConnection;
import com.mysql.cj.Query;
import com.mysql.cj.interceptors.QueryInterceptor;
import com.mysql.cj.log.Log;
import com.mysql.cj.protocol.Resultset;
import com.mysql.cj.protocol.ServerSession;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The statements that an intake sends which was started with {@link #setting}, with their values.
 * Public for the driver.
 */
public final class SeenStatements implements QueryInterceptor {

  private static final List<String> SEEN = new CopyOnWriteArrayList<>();

  /** Made by the driver, for each connection. */
  public SeenStatements() {}

  /** The setting with which an intake's statements are seen; those before are not any more. */
  static String setting() {
    SEEN.clear();
    return "spring.datasource.url="
        + Intake.database().jdbcUrl()
        + "&queryInterceptors="
        + SeenStatements.class.getName();
  }

  /** Those with that text that came since they were taken last. */
  static List<String> take(String text) {
    List<String> found = SEEN.stream().filter(sql -> sql.contains(text)).toList();
    SEEN.clear();
    return found;
  }

  @Override
  public QueryInterceptor init(MysqlConnection connection, Properties properties, Log log) {
    return this;
  }

  // The driver's interface is so.
  @SuppressWarnings("TypeParameterUnusedInFormals")
  @Override
  public <T extends Resultset> @Nullable T preProcess(Supplier<String> sql, Query query) {
    SEEN.add(sql.get());
    return null;
  }

  @Override
  public <T extends Resultset> @Nullable T postProcess(
      Supplier<String> sql, Query query, T result, ServerSession session) {
    return null;
  }

  @Override
  public boolean executeTopLevelOnly() {
    return true;
  }

  @Override
  public void destroy() {
    // Nothing is held.
  }
}
