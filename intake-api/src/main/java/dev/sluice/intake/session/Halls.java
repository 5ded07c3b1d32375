package dev.sluice.intake.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.contract.Uuids;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Halls, each read once. */
@Component
public class Halls {

  private static final int HALLS_MAX = 64;

  private static final String SEATS =
      """
      SELECT label, section, general_admission FROM seat WHERE hall_id = ? ORDER BY ordinal
      """;

  private final JdbcClient jdbc;
  private final Cache<UUID, Hall> cache = Caffeine.newBuilder().maximumSize(HALLS_MAX).build();

  Halls(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The hall of that id; one without seats if there is none. */
  public Hall get(UUID id) {
    return cache.get(id, this::read);
  }

  /**
   * Labels of the seats of a reservation.
   *
   * @param hall whose seats they are
   * @param ordinals four bytes each, big-endian, as the database has them
   */
  public List<String> labels(UUID hall, byte[] ordinals) {
    List<Hall.Seat> seats = get(hall).seats();
    ByteBuffer bytes = ByteBuffer.wrap(ordinals);
    var labels = new ArrayList<String>();
    while (bytes.remaining() >= Integer.BYTES) {
      labels.add(seats.get(bytes.getInt()).label());
    }
    return labels;
  }

  private Hall read(UUID id) {
    return Hall.of(
        jdbc.sql(SEATS)
            .param(Uuids.toBytes(id))
            .query(
                (row, n) ->
                    new Hall.Seat(
                        row.getString("label"),
                        row.getString("section"),
                        row.getBoolean("general_admission")))
            .list());
  }
}
