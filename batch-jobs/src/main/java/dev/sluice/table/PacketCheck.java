package dev.sluice.table;

import dev.sluice.contract.Limits;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.JdbcOperations;

/** Refuses to start on a database that would refuse the largest statement of a slice. */
public final class PacketCheck implements InitializingBean {

  private final JdbcOperations jdbc;

  public PacketCheck(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void afterPropertiesSet() {
    Long bytes = jdbc.queryForObject("SELECT @@max_allowed_packet", Long.class);
    if (bytes == null || bytes < Limits.PACKET_BYTES_MIN) {
      throw new IllegalStateException(
          "The database takes packets of %s bytes: max_allowed_packet must be at least %s"
              .formatted(bytes, Limits.PACKET_BYTES_MIN));
    }
  }
}
