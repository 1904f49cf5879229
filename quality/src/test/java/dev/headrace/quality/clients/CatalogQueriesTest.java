package dev.headrace.quality.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The queries that clients of PostgreSQL send to find out what a database holds, word for word:
 * those in {@code catalog-queries.sql} run, and what matters of their answers is right.
 */
final class CatalogQueriesTest {
  private static final Headrace DATABASE = Headrace.inMemory();
  private static final Session SESSION = DATABASE.connect();

  private record Query(String name, String sql) {}

  @BeforeAll
  static void define() {
    SESSION.execute(
        "CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR(50) NOT NULL, mail TEXT,"
            + " active BOOLEAN DEFAULT TRUE, CHECK (id > 0));"
            + "CREATE TABLE orders (id BIGINT PRIMARY KEY, customer INTEGER,"
            + " total NUMERIC(10, 2), at TIMESTAMPTZ DEFAULT now());"
            + "CREATE INDEX orders_at ON orders (at DESC, customer);"
            + "CREATE VIEW v AS SELECT id FROM orders;"
            + "CREATE MATERIALIZED VIEW m AS"
            + " SELECT customer, count(*) AS n FROM orders GROUP BY customer");
  }

  @AfterAll
  static void close() {
    SESSION.close();
    DATABASE.close();
  }

  @TestFactory
  Stream<DynamicTest> everyQueryRuns() throws Exception {
    return queries().stream()
        .map(
            query ->
                DynamicTest.dynamicTest(
                    query.name,
                    () ->
                        assertThatCode(() -> SESSION.execute(query.sql))
                            .doesNotThrowAnyException()));
  }

  private static List<Query> queries() throws Exception {
    Path file =
        Path.of(
            Objects.requireNonNull(
                    CatalogQueriesTest.class.getResource("/clients/catalog-queries.sql"))
                .toURI());
    List<Query> queries = new ArrayList<>();
    String name = "";
    StringBuilder sql = new StringBuilder();
    for (String line : lines(file)) {
      if (line.startsWith("-- ")) {
        name = line.substring(3);
      } else if (line.equals(";")) {
        queries.add(new Query(name, sql.toString()));
        sql.setLength(0);
      } else {
        sql.append(line).append('\n');
      }
    }
    assertThat(queries).hasSizeGreaterThan(80);
    return queries;
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file, StandardCharsets.UTF_8);
  }

  private static List<String> rows(String sql) {
    return SESSION.query(sql).rows().stream()
        .map(row -> String.join("|", row.stream().map(String::valueOf).toList()))
        .toList();
  }

  @Test
  void classesAreTablesViewsAndIndexes() {
    assertThat(
            rows(
                "SELECT relname, relkind, relnatts FROM pg_class"
                    + " WHERE relnamespace = 'public'::regnamespace ORDER BY relname"))
        .containsExactly(
            "customers|r|4",
            "customers_pkey|i|1",
            "m|m|2",
            "orders|r|4",
            "orders_at|i|2",
            "orders_pkey|i|1",
            "v|v|1");
  }

  @Test
  void columnsHaveTheirTypesAndDefaults() {
    assertThat(
            rows(
                "SELECT attname, format_type(atttypid, atttypmod), attnotnull,"
                    + " pg_get_expr(adbin, adrelid) FROM pg_attribute LEFT JOIN pg_attrdef"
                    + " ON adrelid = attrelid AND adnum = attnum"
                    + " WHERE attrelid IN ('customers'::regclass, 'orders'::regclass)"
                    + " ORDER BY attrelid, attnum"))
        .containsExactly(
            "id|integer|true|null",
            "name|character varying(50)|true|null",
            "mail|text|false|null",
            "active|boolean|false|true",
            "id|bigint|true|null",
            "customer|integer|false|null",
            "total|numeric(10,2)|false|null",
            "at|timestamp with time zone|false|now()");
  }

  @Test
  void definitionsCanBeExecutedAgain() {
    assertThat(
            rows("SELECT indexdef FROM pg_indexes WHERE tablename = 'orders' ORDER BY indexname"))
        .containsExactly(
            "CREATE INDEX orders_at ON public.orders USING btree (at DESC, customer)",
            "CREATE UNIQUE INDEX orders_pkey ON public.orders USING btree (id)");
    assertThat(rows("SELECT pg_get_viewdef('v'::regclass)"))
        .containsExactly("SELECT id FROM orders;");
    assertThat(
            rows(
                "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
                    + " WHERE conrelid = 'customers'::regclass ORDER BY conname"))
        .containsExactly("customers_id_check|CHECK ((id > 0))", "customers_pkey|PRIMARY KEY (id)");
  }

  @Test
  void columnsOfIndexesHaveTheDefaultOperatorClasses() {
    assertThat(
            rows(
                "SELECT opcname, opcdefault FROM pg_index,"
                    + " unnest(indclass) WITH ORDINALITY AS u (class, at)"
                    + " JOIN pg_opclass AS o ON o.oid = class"
                    + " WHERE indexrelid = 'orders_at'::regclass ORDER BY at"))
        .containsExactly("timestamptz_ops|true", "int4_ops|true");
  }

  @Test
  void namesOfObjectsAreShownInPlaceOfNumbers() {
    assertThat(rows("SELECT 'orders'::regclass, 23::regtype, 'pg_class'::regclass::oid"))
        .containsExactly("orders|integer|1259");
    assertThat(rows("SELECT to_regclass('nothing'), 'int[]'::regtype::text"))
        .containsExactly("null|integer[]");
    assertThatCode(() -> rows("SELECT 'nothing'::regclass"))
        .hasMessageContaining("relation \"nothing\" does not exist");
  }

  @Test
  void theInformationSchemaKnowsTablesOnly() {
    assertThat(
            rows(
                "SELECT table_name, table_type FROM information_schema.tables"
                    + " WHERE table_schema = 'public' ORDER BY table_name"))
        .containsExactly("customers|BASE TABLE", "orders|BASE TABLE", "v|VIEW");
    assertThat(
            rows(
                "SELECT constraint_name, column_name FROM information_schema.key_column_usage"
                    + " ORDER BY constraint_name"))
        .containsExactly("customers_pkey|id", "orders_pkey|id");
  }

  @Test
  void aTransactionSeesItsOwnDefinitions() {
    try (Session other = DATABASE.connect()) {
      other.execute("BEGIN; CREATE TABLE fresh (a INTEGER)");
      String count = "SELECT count(*) FROM pg_class WHERE relname = 'fresh'";
      assertThat(other.query(count).single()).isEqualTo(1L);
      assertThat(SESSION.query(count).single()).isEqualTo(0L);
      other.execute("ROLLBACK");
      assertThat(other.query(count).single()).isEqualTo(0L);
    }
  }

  @Test
  void materializedViewsCannotReadSystemRelations() {
    assertThatCode(
            () ->
                SESSION.execute("CREATE MATERIALIZED VIEW classes AS SELECT relname FROM pg_class"))
        .hasMessageContaining("system relation");
  }
}
