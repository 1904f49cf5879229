package dev.headrace.engine.statement;

import dev.headrace.engine.statement.ProgramStatement.PlannedView;
import dev.headrace.sql.ParsedStatement;
import dev.headrace.sql.Statement;
import java.util.List;

/** Runs the statements of a compiled program, for which the front end has nothing left to do. */
public final class CompiledStatements {
  private final StatementRunner runner;
  private final String program;

  /**
   * @param program text of all statements
   */
  public CompiledStatements(StatementRunner runner, String program) {
    this.runner = runner;
    this.program = program;
  }

  /** Runs one. */
  public Outcome run(ProgramStatement statement) {
    return switch (statement.form()) {
      case null -> run(parsed(statement));
      case ProgramStatement.Parsed(Statement form) -> run(statement, form);
      case PlannedView view -> {
        Statement.CreateView create = view.create();
        PlannedViews plans = runner.definitions().plannedViews();
        plans.put(create, view);
        try {
          yield run(statement, create);
        } finally {
          plans.remove(create);
        }
      }
    };
  }

  private Outcome run(ProgramStatement statement, Statement form) {
    return run(new ParsedStatement(form, statement.text(), statement.offset()));
  }

  private Outcome run(ParsedStatement statement) {
    return runner.run(runner.prepare(statement, List.of()), List.of());
  }

  /** Where the statement stands in the program is where errors are to be. */
  private ParsedStatement parsed(ProgramStatement statement) {
    StringBuilder text = new StringBuilder(program.substring(0, statement.offset()));
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\n' && c != '\r' && !Character.isSurrogate(c)) {
        text.setCharAt(i, ' ');
      }
    }
    return runner.parse(text.append(statement.text()).toString()).getFirst();
  }
}
