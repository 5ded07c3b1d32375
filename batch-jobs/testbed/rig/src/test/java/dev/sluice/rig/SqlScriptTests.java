package dev.sluice.rig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlScriptTests {

  @Test
  void splitsAtSemicolonsThatEndALine() {
    assertThat(
            SqlScript.statements(
                """
                -- A remark; with a semicolon;
                SET @a = 'x; y';
                SELECT 1,
                -- between
                  2;

                SELECT 3
                """))
        .containsExactly("SET @a = 'x; y'", "SELECT 1,\n  2", "SELECT 3");
  }
}
