package dev.headrace.engine.statement;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Index;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Sink;
import dev.headrace.engine.database.Transaction;
import dev.headrace.engine.database.ViewEdit;
import dev.headrace.engine.definition.DefinitionContext;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlException.Position;
import dev.headrace.sql.ParsedStatement;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * APPLY PROGRAM: makes the definitions of a text the ones in force, in one transaction. Views
 * follow the text in everything, those that it does not have are dropped. Tables and sources have
 * data that cannot be made again: they are made, and get new columns, but nothing else.
 */
final class ProgramRunner {
  private static final String TRIAL = "\0program";

  private final DefinitionRunner definitions;
  private final DefinitionContext context;
  private final StatementCaches caches;
  private final ProgramTables tables;
  private final ProgramViews views;
  private final ProgramPlanRows plan = new ProgramPlanRows();
  private String text = "";
  private @Nullable Position programStart;

  ProgramRunner(
      DefinitionRunner definitions, TransactionControl transactions, StatementCaches caches) {
    this.definitions = definitions;
    this.caches = caches;
    this.context = definitions.context();
    this.tables = new ProgramTables(definitions, plan);
    this.views = new ProgramViews(context, transactions);
  }

  Outcome run(Statement.ApplyProgram program) {
    text = program.text();
    programStart = program.start();
    List<ParsedStatement> statements = parse(text);
    Transaction open = context.transaction();
    context.transaction().lockCatalog(context.patience());
    open.savepoint(TRIAL, () -> {});
    boolean done = false;
    try {
      apply(statements);
      done = !program.dryRun();
    } finally {
      if (!done) {
        open.rollbackTo(TRIAL);
      }
      open.releaseSavepoint(TRIAL);
    }
    return plan.outcome();
  }

  private void apply(List<ParsedStatement> statements) {
    Catalog before = context.catalog();
    Set<String> sinks = new HashSet<>();
    for (ParsedStatement parsed : statements) {
      at(parsed, () -> requireDefinition(parsed.statement()));
      if (parsed.statement() instanceof Statement.CreateSink create) {
        at(parsed, () -> sinks.add(context.names().ofNew(create.name())));
      }
    }
    dropSinks(before, sinks);
    for (ParsedStatement parsed : statements) {
      at(parsed, () -> tables.define(parsed.statement()));
    }
    views.begin(tables.changed());
    for (ParsedStatement parsed : statements) {
      if (parsed.statement() instanceof Statement.CreateView create) {
        at(parsed, () -> views.add(create));
      }
    }
    views.end();
    for (ParsedStatement parsed : statements) {
      at(parsed, () -> defineRest(parsed.statement(), before));
    }
    tell(before);
  }

  private static void requireDefinition(Statement statement) {
    switch (statement) {
      case Statement.CreateTable _,
          Statement.CreateView _,
          Statement.CreateSink _,
          Statement.CreateSchema _,
          Statement.CreateSequence _,
          Statement.CreateEnum _,
          Statement.CreateIndex _,
          Statement.Comment _ -> {}
      default ->
          throw new SqlException(
                  ErrorCode.FEATURE_NOT_SUPPORTED,
                  "a program that is applied consists of CREATE and COMMENT statements")
              .withHint("Run other statements by themselves.");
    }
  }

  private void dropSinks(Catalog before, Set<String> wanted) {
    for (Sink sink : before.sinks()) {
      if (!wanted.contains(sink.name())) {
        List<String> names = List.of(sink.name());
        definitions.drop(new Statement.Drop(Statement.Drop.Kind.SINK, false, names, false));
        plan.add(ViewEdit.Kind.DROPPED, "sink", sink.name(), "");
      }
    }
  }

  /** What comes behind tables and views. */
  private void defineRest(Statement statement, Catalog before) {
    switch (statement) {
      case Statement.CreateIndex create -> tables.index(create);
      case Statement.CreateSink create -> sink(create, before);
      case Statement.Comment comment -> definitions.define(comment);
      default -> {}
    }
  }

  private void sink(Statement.CreateSink create, Catalog before) {
    String name = context.names().ofNew(create.name());
    Sink known = before.sink(name).orElse(null);
    if (known == null) {
      definitions.createSink(create);
      plan.add(ViewEdit.Kind.NEW, "sink", name, "");
      return;
    }
    String view = create.relation().flatMap(context.names()::find).orElse("");
    if (!known.view().equals(view) || !known.options().equals(create.options())) {
      throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "sink " + SqlException.quote(name) + " is there with another definition")
          .withHint("Drop it first; a new one writes the view's rows from the first on.");
    }
    plan.add(ViewEdit.Kind.KEPT, "sink", name, "");
  }

  // ---- the plan

  private void tell(Catalog before) {
    Map<String, ViewEdit> edits = new HashMap<>();
    List<ViewEdit> dropped = new ArrayList<>();
    for (ViewEdit edit : context.database().preview(context.transaction())) {
      if (edit.kind() == ViewEdit.Kind.DROPPED) {
        dropped.add(edit);
      } else {
        edits.put(edit.view(), edit);
      }
    }
    for (Relation view : views.all()) {
      String reason = views.reason(view);
      ViewEdit edit = edits.get(view.name());
      boolean kept = edit != null && edit.kind() == ViewEdit.Kind.KEPT;
      // one whose columns only have other names keeps all that it is made of
      if (edit == null || (kept && views.kind(view) == ViewEdit.Kind.CHANGED)) {
        plan.add(views.kind(view), view.kindName(), view.name(), reason);
      } else {
        plan.add(edit, kept ? "" : reason);
      }
    }
    for (Relation view : views.dropped(before)) {
      if (!view.isMaterialized()) {
        plan.add(ViewEdit.Kind.DROPPED, view.kindName(), view.name(), "not in the program");
      }
    }
    dropped.forEach(edit -> plan.add(edit, "not in the program"));
    Catalog after = context.catalog();
    for (Index index : before.indexes()) {
      boolean stays = after.indexes().stream().anyMatch(each -> each.name().equals(index.name()));
      if (!stays && after.relation(index.relation()).isPresent()) {
        plan.add(
            ViewEdit.Kind.DROPPED,
            "index",
            index.order().name(),
            "a column that it needs is gone or of another type");
      }
    }
  }

  // ---- places

  private List<ParsedStatement> parse(String program) {
    try {
      return caches.parseProgram(program);
    } catch (SqlException e) {
      throw e.withPosition(e.position() == null ? null : inWhole(e.position()));
    }
  }

  /** Does something for a statement; an error gets its place in the text that was parsed. */
  private void at(ParsedStatement parsed, Runnable action) {
    try {
      action.run();
    } catch (SqlException e) {
      Position start = startOf(parsed);
      Position inner = e.position();
      throw e.withPosition(inWhole(inner == null ? start : moved(inner, start)));
    }
  }

  private Position startOf(ParsedStatement parsed) {
    String before = text.substring(0, parsed.offset());
    int lineStart = before.lastIndexOf('\n') + 1;
    return new Position(
        (int) before.lines().count() + (lineStart == before.length() ? 1 : 0),
        before.codePointCount(lineStart, before.length()) + 1,
        before.codePointCount(0, before.length()) + 1);
  }

  /** The place of something in the program, in the text that has the program in it. */
  private @Nullable Position inWhole(Position inProgram) {
    return programStart == null ? null : moved(inProgram, programStart);
  }

  /** The place of something in a part of a text, in the text. */
  private static Position moved(Position inner, Position start) {
    return new Position(
        start.line() + inner.line() - 1,
        inner.line() == 1 ? start.column() + inner.column() - 1 : inner.column(),
        start.offset() + inner.offset() - 1);
  }
}
