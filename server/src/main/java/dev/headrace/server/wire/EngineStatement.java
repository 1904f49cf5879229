package dev.headrace.server.wire;

import dev.headrace.engine.statement.Prepared;
import dev.headrace.model.Batch;
import dev.headrace.model.ColumnOrigin;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.SqlType;
import dev.headrace.pgwire.Portal;
import dev.headrace.pgwire.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A prepared statement of the engine. */
final class EngineStatement implements Statement {
  private final EngineConnection connection;
  private final Prepared prepared;

  EngineStatement(EngineConnection connection, Prepared prepared) {
    this.connection = connection;
    this.prepared = prepared;
  }

  @Override
  public List<SqlType> parameterTypes() {
    return prepared.parameterTypes();
  }

  @Override
  public @Nullable List<Field> fields() {
    boolean query = prepared.parsed().statement() instanceof dev.headrace.sql.Statement.Select;
    return query || !prepared.fields().isEmpty() ? prepared.fields() : null;
  }

  @Override
  public List<ColumnOrigin> origins() {
    return prepared.origins();
  }

  @Override
  public boolean isBinary() {
    return connection.isBinary(prepared);
  }

  @Override
  public Portal bind(Batch parameters) {
    List<SqlType> types = prepared.parameterTypes();
    List<@Nullable Object> values =
        types.isEmpty()
            ? List.of()
            : new RowReader(new RowLayout(types)).get(parameters.bytes(), 0);
    return new EnginePortal(connection, prepared, values);
  }

  @Override
  public void close() {}
}
