package dev.headrace.quality.logictest;

import dev.headrace.quality.logictest.Finding.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Has each query also as a materialized view. The views are created before the first row comes into
 * the tables that their queries read; they are compared with their queries where the script asks
 * these, and once more before the script goes on to other definitions, with the rows of then.
 *
 * <p>A definition drops all views, since it might change what they are built on. Some queries are
 * refused as views, which is right.
 */
final class ViewChecks implements ScriptRunner.Observer {
  private static final Pattern DEFINITION =
      Pattern.compile("(?is)\\s*(create|drop|alter|truncate)\\b.*");
  private static final Pattern CHANGE =
      Pattern.compile("(?is)\\s*(insert|update|delete|merge|with)\\b.*");

  /** Errors that say that a query, though right, cannot be a view, or is not known to be right. */
  private static final Set<String> NO_VIEW = Set.of("0A000");

  private record View(String name, Step.Query query) {}

  private final Target target;
  private final List<Step> steps;
  private final Map<Step, View> views = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private boolean created;
  private int checked;
  private int names;

  ViewChecks(Target target, List<Step> steps) {
    this.target = target;
    this.steps = steps;
  }

  @Override
  public void before(Step step, int index) {
    if (step instanceof Step.Statement statement && isDefinition(step)) {
      if (!statement.fails()) {
        checkAndDropAll();
        created = false;
      }
    } else if (!created) {
      createFrom(index);
      created = true;
    }
  }

  @Override
  public void after(Step step, Reply reply) {
    View view = views.get(step);
    if (view != null && reply instanceof Reply.Rows rows) {
      compare(view, rows);
    }
  }

  /** To be called behind the last record. */
  void finish() {
    checkAndDropAll();
  }

  private static boolean isDefinition(Step step) {
    return step instanceof Step.Statement statement
        && !CHANGE.matcher(statement.sql()).matches()
        && DEFINITION.matcher(statement.sql()).matches();
  }

  /** Creates views of the queries up to the next definition. */
  private void createFrom(int index) {
    for (Step step : steps.subList(index, steps.size())) {
      if (!step.runsOn(target.names())) {
        continue;
      }
      if (step instanceof Step.Statement statement && isDefinition(step) && !statement.fails()) {
        return;
      }
      if (step instanceof Step.Query query && isPlainQuery(query.sql())) {
        create(query);
      }
    }
  }

  private static boolean isPlainQuery(String sql) {
    String start = sql.strip().toLowerCase(Locale.ROOT);
    return start.startsWith("select") || start.startsWith("with") || start.startsWith("values");
  }

  private void create(Step.Query query) {
    String name = "view_of_line_" + query.line() + "_" + names++;
    List<String> columns =
        IntStream.range(0, query.types().length()).mapToObj(i -> "c" + i).toList();
    String sql =
        "CREATE MATERIALIZED VIEW %s (%s) AS %s"
            .formatted(name, String.join(", ", columns), query.sql());
    switch (target.run(sql)) {
      case Reply.Rows _ -> views.put(query, new View(name, query));
      case Reply.Failure failure when NO_VIEW.contains(failure.sqlState()) -> {}
      case Reply.Failure failure ->
          findings.add(new Finding(query.line(), Reason.WRONG_ERROR, sql, failure.toString()));
    }
  }

  private void checkAndDropAll() {
    for (View view : views.values()) {
      if (target.run(view.query.sql()) instanceof Reply.Rows rows) {
        compare(view, rows);
      }
      target.run("DROP MATERIALIZED VIEW " + view.name);
    }
    views.clear();
  }

  private void compare(View view, Reply.Rows asked) {
    checked++;
    String types = view.query.types();
    List<String> expected = bag(Values.of(asked, types));
    String details =
        switch (target.run("SELECT * FROM " + view.name)) {
          case Reply.Failure failure -> failure.toString();
          case Reply.Rows rows -> {
            List<String> actual = bag(Values.of(rows, types));
            yield actual.equals(expected) ? "" : "query " + expected + "\nview  " + actual;
          }
        };
    if (!details.isEmpty()) {
      findings.add(new Finding(view.query.line(), Reason.WRONG_VIEW, view.query.sql(), details));
    }
  }

  private static List<String> bag(Values values) {
    List<String> rows = new ArrayList<>(values.lines(Step.Sort.NOSORT));
    Collections.sort(rows);
    return rows;
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** How often a view was compared with its query. */
  int checked() {
    return checked;
  }
}
