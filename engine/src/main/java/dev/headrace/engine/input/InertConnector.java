package dev.headrace.engine.input;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.connector.BadRecords;
import dev.headrace.runtime.connector.Connector;
import dev.headrace.runtime.connector.ConnectorOptions;
import dev.headrace.runtime.connector.Input;
import dev.headrace.runtime.connector.Output;
import dev.headrace.runtime.connector.Progress;
import java.time.Duration;
import java.util.List;

/**
 * A connector that checks options as another does, and then writes nothing.
 *
 * @param reads whether inputs are those of the other connector; if not, they have no rows, and what
 *     they are to read need not be there
 */
public record InertConnector(Connector connector, boolean reads) implements Connector {
  /**
   * One that takes any options and has no rows.
   *
   * @param name of the connector that it stands for
   */
  public static Connector named(String name) {
    return new InertConnector(new Unchecked(name), false);
  }

  @Override
  public String name() {
    return connector.name();
  }

  @Override
  public void checkInput(ConnectorOptions options, List<Field> fields) {
    try {
      connector.checkInput(options, fields);
    } catch (SqlException e) {
      boolean missing = e.code() == ErrorCode.UNDEFINED_FILE || e.code() == ErrorCode.IO_ERROR;
      if (reads || !missing) {
        throw e;
      }
    }
  }

  @Override
  public Input open(ConnectorOptions options, List<Field> fields) {
    return reads ? connector.open(options, fields) : new NoRows();
  }

  @Override
  public void checkOutput(ConnectorOptions options, List<Field> fields) {
    connector.checkOutput(options, fields);
  }

  @Override
  public Output create(ConnectorOptions options, List<Field> fields) {
    return new Nowhere();
  }

  private record Unchecked(String name) implements Connector {
    @Override
    public Input open(ConnectorOptions options, List<Field> fields) {
      return new NoRows();
    }

    @Override
    public void checkOutput(ConnectorOptions options, List<Field> fields) {}

    @Override
    public Output create(ConnectorOptions options, List<Field> fields) {
      return new Nowhere();
    }
  }

  private record NoRows() implements Input {
    @Override
    public Status read(Batch batch, int maxRows, Duration maxWait, BadRecords bad) {
      return Status.END;
    }

    @Override
    public Progress progress() {
      return new Progress(Progress.Unit.ROWS, 0, 0);
    }

    @Override
    public void close() {}
  }

  private record Nowhere() implements Output {
    @Override
    public void write(Batch deltas, long step) {}

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
