package dev.headrace.check.source;

import dev.headrace.check.postgres.PgConnection;
import dev.headrace.check.postgres.PgException;
import dev.headrace.check.postgres.Reply;
import dev.headrace.check.postgres.Request;
import dev.headrace.engine.statement.Description;
import dev.headrace.model.EnumType;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.TypeOids;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks PostgreSQL for types and errors, and the embedded planner, on a copy of the schema, for
 * NULLs. Where that one does not know a statement, PostgreSQL's plan has to do.
 */
final class PostgresDescriber implements LiveSource.Describer {
  private final PgConnection connection;
  private final LiveCatalog catalog;
  private final Map<Integer, LiveCatalog.Type> types = new HashMap<>();
  // enumerated types and arrays of them
  private final Map<Integer, SqlType> enums = new HashMap<>();
  private final Background<Mirror> mirror;

  PostgresDescriber(PgConnection connection, LiveCatalog catalog) {
    this.connection = connection;
    this.catalog = catalog;
    for (LiveCatalog.Type type : catalog.types()) {
      types.put(type.oid(), type);
      if (type.kind().equals("e")) {
        // statements do not have its labels checked
        EnumType.Name name = new EnumType.Name("", type.name(), type.name());
        SqlType known = SqlType.enumerated(EnumType.of(type.oid(), type.array(), name, List.of()));
        enums.put(type.oid(), known);
        enums.put(type.array(), SqlType.array(known));
      }
    }
    mirror = new Background<>(() -> new Mirror(catalog), Mirror::close).start();
  }

  @Override
  public List<Answer> describe(List<Question> questions) throws PgException {
    List<Request> requests = new ArrayList<>();
    questions.forEach(question -> requests.add(new Request.Describe(question.sql())));
    requests.add(LiveConstraints.REQUEST);
    List<Reply> replies = connection.run(requests);
    LiveConstraints constraints = constraints(replies.getLast());
    List<Optional<Description>> mirrored = mirror.get().describe(questions);
    Map<Integer, Reply> plans = plans(questions, replies, mirrored);
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      Reply reply = replies.get(i);
      answers.add(
          reply.error() != null
              ? HeadraceDescriber.refused(questions.get(i), reply.error(), 0)
              : answer(
                  questions.get(i),
                  reply,
                  mirrored.get(i).filter(known -> agrees(known, reply)),
                  plans.get(i),
                  constraints));
    }
    return answers;
  }

  private LiveConstraints constraints(Reply reply) throws PgException {
    if (reply.error() != null) {
      throw new PgException("the database does not tell: " + reply.error().message());
    }
    return new LiveConstraints(catalog, reply);
  }

  /** Whether the two read a statement alike. */
  private static boolean agrees(Description description, Reply reply) {
    return description.columns().size() == reply.columns().size()
        && description.parameters().size() == reply.parameters().size();
  }

  /** PostgreSQL's plans of the statements that the planner does not know. */
  private Map<Integer, Reply> plans(
      List<Question> questions, List<Reply> replies, List<Optional<Description>> mirrored)
      throws PgException {
    List<Integer> asked = new ArrayList<>();
    List<Request> requests = new ArrayList<>();
    requests.add(new Request.Rows("SET plan_cache_mode = force_generic_plan"));
    for (int i = 0; i < questions.size(); i++) {
      Reply reply = replies.get(i);
      boolean known = mirrored.get(i).filter(description -> agrees(description, reply)).isPresent();
      if (!known
          && reply.error() == null
          && kind(questions.get(i).sql(), reply) != Description.Kind.OTHER) {
        asked.add(i);
        String name = "checked_" + i;
        requests.add(new Request.Prepare(name, questions.get(i).sql()));
        requests.add(new Request.Rows(PlanXml.explain(name, reply.parameters().size())));
      }
    }
    Map<Integer, Reply> found = new HashMap<>();
    if (!asked.isEmpty()) {
      List<Reply> plans = connection.run(requests);
      for (int i = 0; i < asked.size(); i++) {
        Reply plan = plans.get(2 * i + 2);
        if (plan.error() == null) {
          found.put(asked.get(i), plan);
        }
      }
    }
    return found;
  }

  private Answer answer(
      Question question,
      Reply reply,
      Optional<Description> mirrored,
      @Nullable Reply plan,
      LiveConstraints constraints) {
    List<Description.Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < reply.parameters().size(); i++) {
      SqlType type = type(reply.parameters().get(i), -1);
      if (type == null) {
        return unknown(question, "parameter $" + (i + 1), reply.parameters().get(i), i + 1);
      }
      Optional<Description.Parameter> known = parameter(mirrored, i);
      parameters.add(
          new Description.Parameter(
              type,
              known.flatMap(Description.Parameter::notNull),
              known.map(Description.Parameter::ruledOut).orElse(false)));
    }
    Set<Integer> neverNull = plan == null ? Set.of() : PlanNulls.neverNull(plan, catalog);
    List<Description.Column> columns = new ArrayList<>();
    for (int i = 0; i < reply.columns().size(); i++) {
      Reply.Column column = reply.columns().get(i);
      SqlType type = type(column.type(), column.modifier());
      if (type == null) {
        return unknown(question, "column \"" + column.name() + "\"", column.type(), 0);
      }
      int index = i;
      Optional<Description.Column> known =
          mirrored.map(description -> description.columns().get(index));
      boolean nullable = known.map(each -> each.field().nullable()).orElse(!neverNull.contains(i));
      columns.add(
          new Description.Column(
              new Field(column.name(), type, nullable),
              known.map(Description.Column::group).orElse(OptionalInt.empty()),
              known.flatMap(Description.Column::origin)));
    }
    Description.Kind kind =
        mirrored.map(Description::kind).orElseGet(() -> kind(question.sql(), reply));
    List<Description.Change> changes =
        mirrored
            .map(Description::changes)
            .orElseGet(() -> plan == null ? List.of() : PlanChanges.of(plan));
    return new Answer.Described(
        new Description(
            kind, columns, parameters, constraints.shown(changes), constraints.violable(changes)));
  }

  private static Optional<Description.Parameter> parameter(
      Optional<Description> mirrored, int index) {
    return mirrored.map(description -> description.parameters().get(index));
  }

  private Answer unknown(Question question, String what, int oid, int parameter) {
    LiveCatalog.Type type = types.get(oid);
    String name = type == null ? "a type with the number " + oid : type.name();
    int index = parameter == 0 ? 0 : Math.max(0, question.sql().indexOf("$" + parameter));
    return new Answer.Refused(
        what + " is " + name + ", for which Java has no type here",
        index,
        parameter == 0
            ? "Cast the column, as in " + "x::text."
            : "Cast the parameter to text first, as in CAST(:x AS text)::"
                + (type == null ? "t" : name)
                + ".");
  }

  /** Null if it is a type that only PostgreSQL has. */
  private @Nullable SqlType type(int oid, int modifier) {
    SqlType type = TypeOids.type(oid, modifier);
    if (type != null) {
      return type;
    }
    LiveCatalog.Type own = types.get(oid);
    return own != null && own.kind().equals("d") ? type(own.base(), -1) : enums.get(oid);
  }

  /** By the first word of a statement that only PostgreSQL knows. */
  private static Description.Kind kind(String sql, Reply reply) {
    String normal = SqlTokens.normalized(sql).toLowerCase(Locale.ROOT);
    String word = normal.replaceFirst("^\\(+", "").split("\\W", 2)[0];
    return switch (word) {
      case "select", "values", "table" -> Description.Kind.SELECT;
      case "insert" -> Description.Kind.INSERT;
      case "update" -> Description.Kind.UPDATE;
      case "delete" -> Description.Kind.DELETE;
      case "merge" -> Description.Kind.MERGE;
      // one that gives no rows changes some
      case "with" -> reply.columns().isEmpty() ? Description.Kind.UPDATE : Description.Kind.SELECT;
      default -> Description.Kind.OTHER;
    };
  }

  @Override
  public void close() {
    mirror.close();
  }
}
