package dev.headrace.server.wire;

import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import dev.headrace.pgwire.Completion;
import dev.headrace.pgwire.Portal;
import dev.headrace.pgwire.RowSink;
import dev.headrace.pgwire.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text of blanks and comments, which the extended protocol allows. */
final class EmptyStatement implements Statement, Portal {
  static final EmptyStatement INSTANCE = new EmptyStatement();

  private EmptyStatement() {}

  @Override
  public List<SqlType> parameterTypes() {
    return List.of();
  }

  @Override
  public @Nullable List<Field> fields() {
    return null;
  }

  @Override
  public Portal bind(Batch parameters) {
    return this;
  }

  @Override
  public Completion execute(long maxRows, RowSink sink) {
    return Completion.Empty.INSTANCE;
  }

  @Override
  public void close() {}
}
