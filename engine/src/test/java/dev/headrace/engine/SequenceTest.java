package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Sequences, and columns that take their values from one. */
final class SequenceTest extends DatabaseTestBase {
  @Test
  void boundsThatAreTheTypesGoWithIt() {
    run("CREATE SEQUENCE q AS integer MINVALUE -2147483648 START 1");
    run("ALTER SEQUENCE q AS smallint");
    assertThat(bounds("q")).containsExactly("smallint|1|32767");
    run("CREATE SEQUENCE r AS integer MINVALUE -5 MAXVALUE 100000");
    assertThat(error("ALTER SEQUENCE r AS smallint"))
        .isEqualTo("22023 MAXVALUE (100000) is out of range for sequence data type smallint");
    run("ALTER SEQUENCE r AS bigint");
    assertThat(bounds("r")).containsExactly("bigint|-5|100000");
  }

  private java.util.List<String> bounds(String name) {
    return rows(
        "SELECT data_type, min_value, max_value FROM pg_sequences WHERE sequencename = $1", name);
  }

  @Test
  void doNotMoveInReadOnlyTransactions() {
    run("CREATE SEQUENCE q; CREATE TEMP SEQUENCE own");
    run("BEGIN READ ONLY");
    assertThat(rows("SELECT nextval('own'), setval('own', 5)")).containsExactly("1|5");
    assertThat(error("SELECT nextval('q')"))
        .isEqualTo("25006 cannot execute nextval() in a read-only transaction");
    run("ROLLBACK; BEGIN READ ONLY");
    assertThat(error("SELECT setval('q', 7)"))
        .isEqualTo("25006 cannot execute setval() in a read-only transaction");
    run("ROLLBACK");
    assertThat(rows("SELECT nextval('q')")).containsExactly("1");
  }

  @Test
  void anIdentityKeepsItsSequenceAndIsNeverNull() {
    run("CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY, a text)");
    assertThat(error("ALTER TABLE t ALTER id DROP NOT NULL"))
        .isEqualTo("42601 column \"id\" of relation \"t\" is an identity column");
    assertThat(error("ALTER SEQUENCE t_id_seq OWNED BY NONE"))
        .isEqualTo("0A000 cannot change ownership of identity sequence");
    assertThat(error("CREATE TABLE u (id integer GENERATED ALWAYS AS IDENTITY NULL)"))
        .isEqualTo("42601 conflicting NULL/NOT NULL declarations for column \"id\" of table \"u\"");
  }

  @Test
  void anIdentitysSequenceHasTheTypeOfTheColumn() {
    run("CREATE TABLE t (id smallint GENERATED ALWAYS AS IDENTITY, a text)");
    run("INSERT INTO t (a) VALUES ('x'); ALTER TABLE t ALTER id TYPE bigint");
    assertThat(bounds("t_id_seq")).containsExactly("bigint|1|9223372036854775807");
    run("INSERT INTO t (a) VALUES ('y')");
    assertThat(rows("SELECT id FROM t")).containsExactly("1", "2");
    assertThat(error("ALTER TABLE t ALTER id TYPE text"))
        .isEqualTo("22023 identity column type must be smallint, integer, or bigint");
  }
}
