package dev.sluice.table;

import org.springframework.dao.IncorrectUpdateSemanticsDataAccessException;

/**
 * Every statement of a slice changes exactly the rows that were sent, or the slice is rolled back.
 */
final class RowCounts {

  private RowCounts() {}

  static void check(String table, int sent, int changed) {
    if (sent != changed) {
      throw new IncorrectUpdateSemanticsDataAccessException(
          table + ": " + sent + " rows sent, " + changed + " changed");
    }
  }
}
