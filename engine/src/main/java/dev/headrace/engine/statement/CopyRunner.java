package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.LockMode;
import dev.headrace.engine.database.Patience;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Transaction;
import dev.headrace.engine.database.View;
import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.model.copy.CopyReader;
import dev.headrace.model.copy.CopyWriter;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.sql.ParsedStatement;
import dev.headrace.sql.SqlParser;
import dev.headrace.sql.Statement;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * COPY. What comes in goes the way of {@code INSERT INTO t (columns) SELECT columns FROM rows WHERE
 * condition}, planned once and run for a batch of rows at a time: so defaults, generated columns
 * and constraints are those of INSERT. What goes out is a query's result.
 */
final class CopyRunner {
  /** The relation of rows that come in, which only COPY's own statement can name. */
  private static final String ROWS = "headrace.rows of COPY";

  private static final int ROWS_OID = -1;

  /** Rows that are read before they are inserted. */
  private static final int BATCH_BYTES = 1 << 20;

  private final PlanRunner plans;
  private final TransactionControl transactions;
  private final SessionParameters parameters;
  private final Patience patience;
  private final AtomicBoolean cancelled;
  private final Enforcement enforcement;

  /** What a change of a table means for others. */
  @FunctionalInterface
  interface Enforcement {
    void enforce(BaseRelation table, DmlRunner change, Transaction open);
  }

  CopyRunner(
      PlanRunner plans,
      TransactionControl transactions,
      SessionParameters parameters,
      Patience patience,
      AtomicBoolean cancelled,
      Enforcement enforcement) {
    this.plans = plans;
    this.transactions = transactions;
    this.parameters = parameters;
    this.patience = patience;
    this.cancelled = cancelled;
    this.enforcement = enforcement;
  }

  private ZoneId zone() {
    return parameters.zone();
  }

  private void checkCancelled() {
    if (cancelled.get()) {
      throw new SqlException(ErrorCode.QUERY_CANCELED, "canceling statement due to user request");
    }
  }

  // ---- in

  /** COPY FROM. */
  Outcome in(Statement.Copy copy) {
    Insertion insertion = new Insertion(copy);
    if (copy.file().isPresent()) {
      ServerFiles.requireAllowed(parameters, "read");
      try (InputStream data = ServerFiles.open(copy.file().get())) {
        return insertion.receive(data);
      } catch (IOException e) {
        throw ServerFiles.failure("read", copy.file().get(), e);
      }
    }
    return new Outcome.CopyIn(
        CopyPlan.isBinary(copy), insertion.plan.fields().size(), insertion::receive);
  }

  /** The rows of one COPY FROM on their way into its table. */
  private final class Insertion {
    private final CopyPlan plan;
    private final BaseRelation source;
    private final String name;
    private final CachedPlan insert;

    Insertion(Statement.Copy copy) {
      name = copy.table().orElseThrow();
      BaseRelation table = StatementPlanner.table(transactions.names(), name, "copy to");
      plan = new CopyPlan(copy, table);
      source = GivenRows.relation(ROWS_OID, ROWS, plan.fields());
      List<ParsedStatement> parsed = SqlParser.parse(plan.insertText(ROWS));
      insert =
          new StatementPlanner(
                  transactions.names(transactions.catalog().with(source)), view -> false)
              .plan(parsed.getFirst().statement(), List.of())
              .map(CachedPlan::once)
              .orElseThrow();
    }

    Outcome.Done receive(InputStream data) throws IOException {
      CopyReader reader =
          CopyReader.of(plan.format(), plan.relation(), plan.fields(), zone(), data);
      long rows = 0;
      boolean more = true;
      while (more) {
        checkCancelled();
        Batch batch = new Batch();
        more = reader.read(batch, BATCH_BYTES);
        if (!batch.isEmpty()) {
          rows += insert(batch, reader);
        }
      }
      return Outcome.Done.of("COPY", rows);
    }

    private long insert(Batch batch, CopyReader reader) {
      Segments given = new Segments();
      given.add(batch);
      Transaction open = transactions.current();
      BaseRelation table = StatementPlanner.table(transactions.names(), name, "copy to");
      open.lock(table, LockMode.ROW_EXCLUSIVE, patience);
      try (ReadView view = open.read()) {
        if (!view.catalog().holds(table)) {
          throw new SqlException(
              ErrorCode.UNDEFINED_TABLE,
              "relation " + SqlException.quote(name) + " has been changed meanwhile");
        }
        ReadView withRows = view.with(source, given);
        ParameterRow row =
            ParameterRow.of(insert, List.of(), List.of(), transactions.time(), parameters);
        PlanRunner.Rows rows = plans.run(insert, row, withRows);
        DmlRunner change = DmlRunner.of(table, view.catalog(), rows);
        if (!change.applyTo(open, view, patience)) {
          throw new IllegalStateException("rows that are only inserted cannot be overtaken");
        }
        enforcement.enforce(table, change, open);
        return change.rows();
      } catch (SqlException e) {
        // of a single row the place is known, of many only that it was one of them
        throw e.withContext(batch.rows() == 1 ? reader.context() : "COPY " + plan.relation());
      }
    }
  }

  // ---- out

  /** The query whose rows go out. */
  ParsedStatement query(Statement.Copy copy) {
    if (copy.query().isPresent()) {
      return copy.query().get();
    }
    String name = copy.table().orElseThrow();
    Relation relation = transactions.names().require(name);
    if (relation instanceof View) {
      throw new SqlException(
              ErrorCode.WRONG_OBJECT_TYPE, "cannot copy from view " + SqlException.quote(name))
          .withHint("Try the COPY (SELECT ...) TO variant.");
    }
    return SqlParser.parse(new CopyPlan(copy, relation).selectText()).getFirst();
  }

  /** COPY TO, of what its query gave. */
  Outcome out(Statement.Copy copy, Outcome.Rows result) {
    CopyPlan plan = new CopyPlan(copy, result.fields());
    CopyWriter writer = CopyWriter.of(plan.format(), result.fields(), parameters.textStyle());
    if (copy.file().isPresent()) {
      ServerFiles.requireAllowed(parameters, "write");
      try (OutputStream target = ServerFiles.create(copy.file().get())) {
        return send(writer, result.rows(), target);
      } catch (IOException e) {
        throw ServerFiles.failure("write", copy.file().get(), e);
      }
    }
    return new Outcome.CopyOut(
        CopyPlan.isBinary(copy),
        result.fields().size(),
        target -> send(writer, result.rows(), target));
  }

  /** The error for a query that has no rows. */
  static SqlException withoutRows() {
    return new SqlException(
        ErrorCode.FEATURE_NOT_SUPPORTED, "COPY query must have a RETURNING clause");
  }

  private Outcome.Done send(CopyWriter writer, Segments rows, OutputStream target)
      throws IOException {
    ByteOutput bytes = new ByteOutput();
    writer.start(bytes);
    flush(bytes, target);
    long count = 0;
    for (int segment = 0; segment < rows.size(); segment++) {
      checkCancelled();
      byte[] slab = rows.slab(segment);
      for (int row = rows.from(segment); row < rows.to(segment); row += Rows.length(slab, row)) {
        for (int copies = Rows.weight(slab, row); copies > 0; copies--) {
          writer.row(slab, row, bytes);
          flush(bytes, target);
          count++;
        }
      }
    }
    writer.end(bytes);
    flush(bytes, target);
    return Outcome.Done.of("COPY", count);
  }

  private static void flush(ByteOutput bytes, OutputStream target) throws IOException {
    if (bytes.length() > 0) {
      target.write(bytes.bytes(), 0, bytes.length());
      bytes.clear();
    }
  }

  /** A list of names for SQL text. */
  static String quoted(List<Field> fields) {
    return fields.stream().map(field -> quoted(field.name())).collect(Collectors.joining(", "));
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
