package dev.headrace.quality.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.SerializableTransactionRunner;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.jdbi.v3.sqlobject.config.KeyColumn;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.config.ValueColumn;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.GetGeneratedKeys;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.junit.jupiter.api.Test;

/** An application's data access by JDBI with its PostgreSQL plugin. */
final class JdbiTest extends ServedDatabase {
  private static final Person ADA =
      new Person(1, "Ada", Mood.HAPPY, new UUID(0, 10), List.of("x", "y,z"), LocalDate.EPOCH);

  /** As a text. */
  public enum Mood {
    HAPPY
  }

  /** A row. */
  public record Person(
      int id, String name, Mood mood, UUID tag, List<String> tags, LocalDate born) {}

  /** What the application asks. */
  @RegisterConstructorMapper(Person.class)
  public interface People {
    @SqlUpdate(
        "INSERT INTO person (name, mood, tag, tags, born)"
            + " VALUES (:p.name, :p.mood, :p.tag, :p.tags, :p.born)")
    @GetGeneratedKeys("id")
    int add(@BindMethods("p") Person person);

    @SqlBatch("INSERT INTO person (name, tags) VALUES (:name, '{x}')")
    int[] addAll(@Bind("name") List<String> names);

    @SqlQuery("SELECT * FROM person WHERE id = :id")
    Optional<Person> find(@Bind("id") int id);

    @SqlQuery("SELECT name FROM person WHERE name ILIKE ANY (:patterns) ORDER BY name")
    List<String> named(@Bind("patterns") String... patterns);

    @SqlQuery("SELECT unnest(tags) AS label, count(*) AS n FROM person GROUP BY label")
    @KeyColumn("label")
    @ValueColumn("n")
    Map<String, Long> tags();
  }

  @Override
  List<String> definitions() {
    return List.of(
        "CREATE TABLE person (id serial PRIMARY KEY, name text NOT NULL, mood text, tag uuid,"
            + " tags text[], born date, visits integer NOT NULL DEFAULT 0)");
  }

  private Jdbi jdbi() {
    return Jdbi.create("jdbc:postgresql://127.0.0.1:" + port() + "/d", "ada", "")
        .installPlugin(new PostgresPlugin())
        .installPlugin(new SqlObjectPlugin());
  }

  @Test
  void rowsAreMappedBothWays() {
    People people = jdbi().onDemand(People.class);
    assertThat(people.add(ADA)).isEqualTo(1);
    assertThat(people.find(1)).contains(ADA);
    assertThat(people.find(2)).isEmpty();
    assertThat(people.addAll(List.of("bob", "cyd"))).containsExactly(1, 1);
    assertThat(people.named("a%", "%D")).containsExactly("Ada", "cyd");
    assertThat(people.tags()).isEqualTo(Map.of("x", 3L, "y,z", 1L));
  }

  @Test
  void serializableTransactionsThatWereOvertakenAreRunAgain() throws Exception {
    Jdbi jdbi = jdbi();
    jdbi.setTransactionHandler(new SerializableTransactionRunner());
    jdbi.getConfig(SerializableTransactionRunner.Configuration.class).setMaxRetries(100);
    jdbi.onDemand(People.class).add(ADA);
    Thread[] visitors = new Thread[3];
    for (int i = 0; i < visitors.length; i++) {
      visitors[i] = Thread.ofPlatform().start(() -> visit(jdbi));
    }
    for (Thread visitor : visitors) {
      visitor.join();
    }
    assertThat(
            jdbi.<Integer, RuntimeException>withHandle(
                handle -> handle.select("SELECT visits FROM person").mapTo(Integer.class).one()))
        .isEqualTo(15);
  }

  private static void visit(Jdbi jdbi) {
    for (int i = 0; i < 5; i++) {
      jdbi.<RuntimeException>useTransaction(
          TransactionIsolationLevel.SERIALIZABLE,
          handle -> {
            int visits = handle.select("SELECT visits FROM person").mapTo(Integer.class).one();
            handle.execute("UPDATE person SET visits = ?", visits + 1);
          });
    }
  }
}
