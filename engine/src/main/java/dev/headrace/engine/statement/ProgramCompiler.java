package dev.headrace.engine.statement;

import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.Relation;
import dev.headrace.ir.image.ImageWriter;
import dev.headrace.sql.ParsedStatement;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a program: makes what it defines in a database that is there for that, whose connectors
 * read and write nothing, and keeps what the front end made of it. Statements that define nothing
 * are planned, so that their errors show, and not run.
 */
public final class ProgramCompiler {
  private final StatementRunner runner;

  public ProgramCompiler(StatementRunner runner) {
    this.runner = runner;
  }

  /** Compiles all statements of a text. */
  public List<ProgramStatement> compile(String sql) {
    List<ProgramStatement> compiled = new ArrayList<>();
    for (ParsedStatement statement : runner.parse(sql)) {
      compiled.add(new ProgramStatement(statement.text(), statement.offset(), compile(statement)));
    }
    return compiled;
  }

  private ProgramStatement.@Nullable Form compile(ParsedStatement parsed) {
    return switch (parsed.statement()) {
      case Statement.CreateView create -> view(parsed, create);
      case Statement.CreateTable _,
          Statement.CreateSink _,
          Statement.CreateTableAs _,
          Statement.Drop _,
          Statement.Definition _,
          Statement.AccessControl _,
          Statement.Begin _,
          Statement.Commit _,
          Statement.Rollback _,
          Statement.Savepoint _,
          Statement.ReleaseSavepoint _,
          Statement.RollbackTo _,
          Statement.SetTransaction _,
          Statement.SetConstraints _,
          Statement.SetParameter _,
          Statement.ResetParameter _,
          Statement.Prepare _,
          Statement.Deallocate _ -> {
        run(parsed);
        yield parsed(parsed.statement());
      }
      case Statement.ApplyProgram _ -> {
        run(parsed);
        yield null;
      }
      case Statement.Select _,
          Statement.Insert _,
          Statement.Update _,
          Statement.Delete _,
          Statement.Merge _,
          Statement.With _,
          Statement.Explain _,
          Statement.ExplainView _,
          Statement.Subscribe _,
          Statement.ShowParameter _ -> {
        runner.prepare(parsed, List.of());
        yield parsed(parsed.statement());
      }
      // what they are about is there only when others have run
      case Statement.Cursor _,
          Statement.Execute _,
          Statement.Copy _,
          Statement.Truncate _,
          Statement.Messaging _,
          Statement.LockTable _,
          Statement.Maintain _,
          Statement.CreateExtension _,
          Statement.DropExtension _,
          Statement.Backup _,
          Statement.Discard _ ->
          parsed(parsed.statement());
    };
  }

  private static ProgramStatement.@Nullable Form parsed(Statement statement) {
    return ImageWriter.isPossible(statement) ? new ProgramStatement.Parsed(statement) : null;
  }

  private void run(ParsedStatement statement) {
    runner.run(runner.prepare(statement, List.of()), List.of());
  }

  private ProgramStatement.@Nullable Form view(
      ParsedStatement parsed, Statement.CreateView create) {
    boolean isNew = names().relation(create.name()).isEmpty();
    run(parsed);
    Names names = names();
    Optional<Relation> made = names.relation(create.name());
    // plans with types that were created are of the process that made them
    boolean plain = names.catalog().types().all().isEmpty();
    return plain && isNew && made.isPresent() && !create.orReplace() && !create.temporary()
        ? ProgramStatement.PlannedView.of(create, made.get(), names)
        : null;
  }

  private Names names() {
    return runner.definitions().names();
  }
}
