package dev.headrace.quality.logictest;

import dev.headrace.quality.logictest.Finding.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the records of a script in order, and collects what is not as expected. */
final class ScriptRunner {
  private final Target target;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, List<String>> labelled = new HashMap<>();
  private int statements;
  private int queries;

  ScriptRunner(Target target) {
    this.target = target;
  }

  /** What is told of each record that runs, for callers that look on. */
  interface Observer {
    void before(Step step, int index);

    void after(Step step, Reply reply);
  }

  void run(List<Step> steps, Observer observer) {
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (!step.runsOn(target.names())) {
        continue;
      }
      if (step instanceof Step.Halt) {
        return;
      }
      observer.before(step, i);
      Reply reply =
          switch (step) {
            case Step.Statement statement -> check(statement);
            case Step.Query query -> check(query);
            case Step.Halt halt -> throw new AssertionError(halt);
          };
      observer.after(step, reply);
    }
  }

  private Reply check(Step.Statement statement) {
    statements++;
    Reply reply = target.run(statement.sql());
    switch (reply) {
      case Reply.Rows rows when statement.fails() ->
          report(statement.line(), Reason.NO_ERROR, statement.sql(), "rows: " + rows.rows());
      case Reply.Failure failure when statement.fails() -> {
        if (!statement.error().isEmpty() && !failure.toString().equals(statement.error())) {
          String details = "expected " + statement.error() + "\nbut was  " + failure;
          report(statement.line(), Reason.WRONG_ERROR, statement.sql(), details);
        }
      }
      case Reply.Failure failure -> reportFailure(statement.line(), statement.sql(), failure);
      case Reply.Rows _ -> {}
    }
    return reply;
  }

  private Reply check(Step.Query query) {
    queries++;
    Reply reply = target.run(query.sql());
    switch (reply) {
      case Reply.Failure failure -> reportFailure(query.line(), query.sql(), failure);
      case Reply.Rows rows -> checkRows(query, rows);
    }
    return reply;
  }

  private void checkRows(Step.Query query, Reply.Rows rows) {
    Values values = Values.of(rows, query.types());
    if (rows.columns() != query.types().length()) {
      String details = rows.columns() + " columns";
      report(query.line(), Reason.WRONG_ROWS, query.sql(), details);
    } else if (!values.match(query)) {
      String details =
          "expected %s\nbut was  %s".formatted(query.expected(), values.lines(query.sort()));
      report(query.line(), Reason.WRONG_ROWS, query.sql(), details);
    } else if (query.label() != null) {
      List<String> others =
          labelled.putIfAbsent(query.label() + query.sort(), values.sorted(query.sort()));
      if (others != null && !others.equals(values.sorted(query.sort()))) {
        String details = "not the rows of others with the label " + query.label();
        report(query.line(), Reason.WRONG_ROWS, query.sql(), details);
      }
    }
  }

  private void reportFailure(int line, String sql, Reply.Failure failure) {
    Reason reason = failure.isRefusal() ? Reason.REFUSED : Reason.WRONG_ERROR;
    report(line, reason, sql, failure.toString());
  }

  private void report(int line, Reason reason, String sql, String details) {
    findings.add(new Finding(line, reason, sql, details));
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  int statements() {
    return statements;
  }

  int queries() {
    return queries;
  }
}
