package dev.headrace.quality.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.check.source.Answer;
import dev.headrace.check.source.Question;
import dev.headrace.check.source.Settings;
import dev.headrace.check.source.Sources;
import dev.headrace.engine.Headrace;
import dev.headrace.engine.Session;
import dev.headrace.engine.statement.Description;
import dev.headrace.engine.statement.DescriptionText;
import dev.headrace.pgwire.PgWireServer;
import dev.headrace.quality.sql.PostgresCluster;
import dev.headrace.server.wire.Servers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements described by a PostgreSQL 15 and by a Headrace server that both run. */
final class LiveSourcesTest {
  @TempDir private static Path directory;
  private static PostgresCluster cluster;
  private static Connection postgres;
  private static Headrace database;
  private static PgWireServer server;

  @BeforeAll
  static void start() throws Exception {
    cluster = PostgresCluster.start(directory);
    postgres = cluster.connect();
    database = Headrace.inMemory();
    server = Servers.start(database, "127.0.0.1", 0);
    String schema = resource("live-schema.sql");
    execute(schema);
    try (Session session = database.connect()) {
      session.execute(schema);
    }
    execute(
        """
        CREATE TYPE mood AS ENUM ('sad', 'happy');
        CREATE DOMAIN code AS VARCHAR(3) CHECK (value <> '');
        CREATE TABLE moods (id INTEGER PRIMARY KEY, mood mood NOT NULL, code code, place point);
        CREATE FUNCTION half(INTEGER) RETURNS INTEGER LANGUAGE sql AS 'SELECT $1 / 2';
        CREATE VIEW halves AS SELECT id, half(id) AS half FROM customers;
        CREATE SCHEMA other;
        CREATE TABLE other.rooms (
          id INTEGER PRIMARY KEY, code code NOT NULL, during int4range, parent INTEGER REFERENCES other.rooms ON DELETE CASCADE,
          CONSTRAINT free EXCLUDE USING gist (during WITH &&));
        CREATE UNIQUE INDEX half_id ON other.rooms (half(id)) WHERE half(id) > 0;
        CREATE TABLE other.guests (
          room INTEGER CONSTRAINT booked REFERENCES other.rooms ON DELETE SET NULL ON UPDATE CASCADE,
          age INTEGER CONSTRAINT grown CHECK (half(age) > 9)) PARTITION BY RANGE (age);
        CREATE TABLE other.old PARTITION OF other.guests (CONSTRAINT not_too_old CHECK (age < 200)) FOR VALUES FROM (50) TO (MAXVALUE);
        CREATE VIEW first_rooms AS SELECT id, code FROM other.rooms WHERE id < 10;
        """);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    database.close();
    postgres.close();
    cluster.close();
  }

  private static void execute(String sql) throws SQLException {
    try (Statement statement = postgres.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream = LiveSourcesTest.class.getResourceAsStream("/nullability/" + name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Question question(String sql, Integer... nullable) {
    SortedSet<Integer> numbers = new TreeSet<>(Arrays.asList(nullable));
    return new Question(sql, numbers);
  }

  private static List<Answer> ask(String option, String value, List<Question> questions) {
    Settings settings = Settings.of(Map.of(option, value, Settings.TIMEOUT, "60"), Map.of());
    try (Sources sources =
        new Sources(settings, warning -> assertThat(warning).as("no warning").isNull())) {
      return sources.describe("", questions);
    }
  }

  private static List<Answer> askPostgres(List<Question> questions) {
    return ask(Settings.URL, cluster.url(), questions);
  }

  private static List<String> askPostgres(String sql, Integer... nullable) {
    return lines(askPostgres(List.of(question(sql, nullable))).getFirst());
  }

  private static List<Answer> askHeadrace(List<Question> questions) {
    return ask(Settings.URL, "postgresql://ada@127.0.0.1:" + server.port() + "/d", questions);
  }

  private static List<Answer> askPlanner(List<Question> questions) throws IOException {
    Path schema =
        Files.writeString(directory.resolve("live-schema.sql"), resource("live-schema.sql"));
    return ask(Settings.MIGRATIONS, schema.toString(), questions);
  }

  private static List<String> lines(Answer answer) {
    return switch (answer) {
      case Answer.Described described -> DescriptionText.lines(described.description());
      case Answer.Refused refused ->
          List.of(refused.index() + ": " + refused.message(), String.valueOf(refused.hint()));
    };
  }

  /** A letter per column: N where there can be a NULL. */
  private static String letters(Answer answer) {
    if (!(answer instanceof Answer.Described described)) {
      return "?";
    }
    return described.description().columns().stream()
        .map(column -> column.field().nullable() ? "N" : ".")
        .collect(Collectors.joining());
  }

  private static List<String> queries() throws IOException {
    return resource("live-queries.sql").lines().toList();
  }

  /**
   * What the data, the planner, the PostgreSQL mode and JDBC's metadata say about each column of
   * the queries in {@code queries.sql}. The golden file is written where {@code
   * -Dheadrace.golden=DIRECTORY} says.
   */
  @Test
  void nothingIsSaidToBeNotNullThatIsNull() throws Exception {
    List<String> queries = queries();
    List<Question> questions = queries.stream().map(LiveSourcesTest::question).toList();
    List<Answer> planner = askPlanner(questions);
    List<Answer> live = askPostgres(questions);
    List<String> matrix = new ArrayList<>();
    for (int i = 0; i < queries.size(); i++) {
      String data = data(queries.get(i));
      for (Answer answer : List.of(planner.get(i), live.get(i))) {
        String said = letters(answer);
        for (int column = 0; column < data.length() && !said.equals("?"); column++) {
          assertThat(data.charAt(column) == 'N' && said.charAt(column) == '.')
              .as("column " + (column + 1) + " of " + queries.get(i) + " is NULL")
              .isFalse();
        }
      }
      matrix.add(
          "%-6s %-6s %-6s %-6s %s"
              .formatted(
                  data,
                  letters(planner.get(i)),
                  letters(live.get(i)),
                  metadata(queries.get(i)),
                  queries.get(i)));
    }
    String text =
        "data   plan   live   JDBC   (N: NULL can be there, ?: the source does not know)\n"
            + String.join("\n", matrix)
            + "\n";
    String golden = System.getProperty("headrace.golden");
    if (golden != null) {
      Files.writeString(Path.of(golden, "live-matrix.txt"), text);
    }
    assertThat(text).isEqualTo(resource("live-matrix.txt"));
    assertThat(queries).hasSizeGreaterThanOrEqualTo(60);
  }

  private static String data(String query) throws SQLException {
    try (Statement statement = postgres.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      char[] seen = new char[rows.getMetaData().getColumnCount()];
      Arrays.fill(seen, '.');
      while (rows.next()) {
        for (int i = 0; i < seen.length; i++) {
          if (rows.getObject(i + 1) == null) {
            seen[i] = 'N';
          }
        }
      }
      return new String(seen);
    }
  }

  private static String metadata(String query) throws SQLException {
    try (PreparedStatement statement = postgres.prepareStatement(query);
        ResultSet rows = statement.executeQuery()) {
      ResultSetMetaData metadata = rows.getMetaData();
      StringBuilder letters = new StringBuilder();
      for (int i = 1; i <= metadata.getColumnCount(); i++) {
        letters.append(metadata.isNullable(i) == ResultSetMetaData.columnNoNulls ? '.' : 'N');
      }
      return letters.toString();
    }
  }

  @Test
  void aHeadraceServerSaysWhatThePlannerSays() throws IOException {
    List<Question> questions =
        new ArrayList<>(queries().stream().map(LiveSourcesTest::question).toList());
    questions.add(question("UPDATE customers SET name = $1 WHERE id = $2 OR email = $3", 1, 3));
    questions.add(question("INSERT INTO orders (id, total) VALUES ($1, $2) RETURNING id, note", 2));
    questions.add(question("SELECT nam\nFROM customers"));
    questions.add(question("CREATE TABLE x (a INTEGER)"));
    assertThat(askHeadrace(questions)).isEqualTo(askPlanner(questions));
  }

  @Test
  void postgresSaysWhatItTakesAndGives() {
    assertThat(askPostgres("UPDATE customers SET name = $1 WHERE id = $2 RETURNING id, email", 1))
        .containsExactly(
            "kind UPDATE",
            "parameter text required by \"customers.name\"",
            "parameter integer ruled out",
            "column \"id\" integer not null",
            "column \"email\" text",
            "changes \"customers\" UPDATE",
            "constraint \"customers_pkey\" PRIMARY KEY of \"customers\"",
            "constraint \"customers_referrer_fkey\" FOREIGN KEY of \"customers\"",
            "constraint \"orders_customer_fkey\" FOREIGN KEY of \"orders\"");
    assertThat(askPostgres("INSERT INTO orders (id, total) VALUES ($1, $2)"))
        .containsExactly(
            "kind INSERT",
            "parameter bigint required by \"orders.id\"",
            "parameter numeric required by \"orders.total\"",
            "changes \"orders\" INSERT",
            "constraint \"orders_customer_fkey\" FOREIGN KEY of \"orders\"",
            "constraint \"orders_pkey\" PRIMARY KEY of \"orders\"");
  }

  @Test
  void itsErrorsHaveTheirPlaces() {
    assertThat(askPostgres("SELECT '\uD83D\uDE00', nam FROM customers"))
        .containsExactly(
            "13: column \"nam\" does not exist",
            "Perhaps you meant to reference the column \"customers.name\".");
    assertThat(askPostgres("SELECT 1 +"))
        .first()
        .asString()
        .contains("syntax error at end of input");
  }

  @Test
  void typesThatOnlyItHasAreAnErrorUnlessHeadraceCouldHaveThem() {
    assertThat(askPostgres("SELECT mood, code FROM moods"))
        .containsExactly(
            "kind SELECT",
            "column \"mood\" enum \"mood\" not null is \"moods.mood\"",
            "column \"code\" character varying(3) is \"moods.code\"");
    assertThat(askPostgres("SELECT place FROM moods"))
        .first()
        .isEqualTo(
            "0: column \"place\" is a type with the number 600, for which Java has no type here");
    assertThat(askPostgres("SELECT id FROM moods WHERE mood = $1 OR mood = ANY ($2)"))
        .containsExactly(
            "kind SELECT",
            "parameter enum \"mood\"",
            "parameter enum \"mood\"[]",
            "column \"id\" integer not null is \"moods.id\"");
    assertThat(askPostgres("SELECT id FROM moods WHERE place ~= $1"))
        .containsExactly(
            "36: parameter $1 is a type with the number 600, for which Java has no type here",
            "Cast the parameter to text first, as in CAST(:x AS text)::t.");
  }

  @Test
  void whatThePlannerDoesNotKnowIsReadFromPostgresPlans() {
    String join = " FROM orders o LEFT JOIN customers c ON c.id = o.customer";
    assertThat(askPostgres("SELECT o.id, c.name, half(1), o.note" + join + " WHERE half($1) > 0"))
        .containsExactly(
            "kind SELECT",
            "parameter integer",
            "column \"id\" bigint not null",
            "column \"name\" text",
            "column \"half\" integer",
            "column \"note\" text");
    assertThat(askPostgres("SELECT id, half FROM halves"))
        .containsExactly(
            "kind SELECT",
            "column \"id\" integer is \"halves.id\"",
            "column \"half\" integer is \"halves.half\"");
    assertThat(
            askPostgres(
                "SELECT id, half(1) FROM customers UNION ALL SELECT referrer, 1 FROM customers"))
        .containsExactly("kind SELECT", "column \"id\" integer", "column \"half\" integer");
  }

  private static List<String> constraints(Answer answer) {
    return lines(answer).stream()
        .filter(line -> line.startsWith("changes ") || line.startsWith("constraint "))
        .toList();
  }

  @Test
  void allSourcesKnowTheConstraintsAtWhichChangesCanFail() throws IOException {
    List<Question> questions =
        Stream.of(
                "INSERT INTO orders (id, total) VALUES (1, 2) ON CONFLICT DO NOTHING",
                "INSERT INTO vacant VALUES (1, 2) ON CONFLICT (id) DO UPDATE SET n = 3",
                "DELETE FROM customers",
                "WITH a AS (UPDATE orders SET note = 'x' RETURNING id) DELETE FROM customers WHERE"
                    + " id IN (SELECT id FROM a)",
                "MERGE INTO vacant v USING orders o ON v.id = o.id WHEN MATCHED THEN DELETE")
            .map(LiveSourcesTest::question)
            .toList();
    List<Answer> planner = askPlanner(questions);
    assertThat(askHeadrace(questions)).isEqualTo(planner);
    List<Answer> live = askPostgres(questions);
    for (int i = 0; i < questions.size(); i++) {
      assertThat(constraints(live.get(i)))
          .as(questions.get(i).sql())
          .isEqualTo(constraints(planner.get(i)))
          .hasSizeGreaterThan(1);
    }
  }

  private static List<String> postgresConstraints(String sql) {
    return constraints(askPostgres(List.of(question(sql))).getFirst());
  }

  @Test
  void constraintsThatOnlyPostgresHasAreKnown() {
    String code = "constraint \"code_check\" CHECK of \"other.rooms\"";
    String free = "constraint \"free\" EXCLUDE of \"other.rooms\"";
    String half = "constraint \"half_id\" UNIQUE of \"other.rooms\"";
    String parent = "constraint \"rooms_parent_fkey\" FOREIGN KEY of \"other.rooms\"";
    String key = "constraint \"rooms_pkey\" PRIMARY KEY of \"other.rooms\"";
    String booked = "constraint \"booked\" FOREIGN KEY of \"other.guests\"";
    String bookedOld = "constraint \"booked\" FOREIGN KEY of \"other.old\"";
    String grown = "constraint \"grown\" CHECK of \"other.guests\"";
    String grownOld = "constraint \"grown\" CHECK of \"other.old\"";
    String old = "constraint \"not_too_old\" CHECK of \"other.old\"";
    assertThat(postgresConstraints("INSERT INTO other.rooms (id, code) VALUES (half(4), 'a')"))
        .containsExactly("changes \"other.rooms\" INSERT", code, free, half, parent, key);
    assertThat(postgresConstraints("INSERT INTO first_rooms VALUES (1, 'a')"))
        .as("of a view's table")
        .containsExactly("changes \"other.rooms\" INSERT", code, free, half, parent, key);
    assertThat(postgresConstraints("INSERT INTO other.guests (age) VALUES (half(80))"))
        .as("in a partition")
        .containsExactly(
            "changes \"other.guests\" INSERT", booked, bookedOld, grown, grownOld, old);
    assertThat(postgresConstraints("DELETE FROM other.rooms WHERE half(id) = 1"))
        .as("guests are changed, rooms of the room deleted")
        .containsExactly("changes \"other.rooms\" DELETE", booked, bookedOld, grown, grownOld, old);
    assertThat(
            postgresConstraints(
                "WITH a AS (DELETE FROM vacant WHERE id = half(2) RETURNING id) SELECT id FROM a"))
        .containsExactly("changes \"vacant\" DELETE");
  }

  @Test
  void manyStatementsNeedNoMoreRoundTrips() {
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      questions.add(question("SELECT id, name, " + i + " AS n FROM customers WHERE id = $1"));
    }
    List<Answer> answers = askPostgres(questions);
    assertThat(answers)
        .hasSize(2_000)
        .allMatch(
            answer ->
                answer instanceof Answer.Described(Description description)
                    && description.columns().size() == 3);
  }
}
