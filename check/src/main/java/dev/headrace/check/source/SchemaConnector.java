package dev.headrace.check.source;

import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.runtime.connector.BadRecords;
import dev.headrace.runtime.connector.Connector;
import dev.headrace.runtime.connector.ConnectorOptions;
import dev.headrace.runtime.connector.Input;
import dev.headrace.runtime.connector.Output;
import dev.headrace.runtime.connector.Progress;
import java.time.Duration;
import java.util.List;

/**
 * What a source or sink in a migration has instead of its files: a build reads and writes none.
 *
 * @param name of the connector it stands for
 */
record SchemaConnector(String name) implements Connector {
  @Override
  public Input open(ConnectorOptions options, List<Field> fields) {
    return new Nothing();
  }

  @Override
  public Output create(ConnectorOptions options, List<Field> fields) {
    return new Nowhere();
  }

  @Override
  public void checkOutput(ConnectorOptions options, List<Field> fields) {}

  private static final class Nothing implements Input {
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

  private static final class Nowhere implements Output {
    @Override
    public void write(Batch deltas, long step) {}

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
