package dev.headrace.runtime.connector;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import java.util.List;

/**
 * A kind of source or sink, such as files. The engine is given the connectors it may use and finds
 * them by name. Stateless and thread-safe.
 */
public interface Connector {
  /** The lower-case name in {@code WITH (connector = '...')}. */
  String name();

  /**
   * Opens an input of rows with these fields. Checks the options, the fields and that what they
   * name is there, but reads no more data than that takes.
   *
   * @throws SqlException {@link ErrorCode#INVALID_PARAMETER_VALUE} for a wrong option, {@link
   *     ErrorCode#UNDEFINED_FILE} for a missing file, {@link ErrorCode#FEATURE_NOT_SUPPORTED} when
   *     the connector is not for input or cannot fill one of the fields
   */
  default Input open(ConnectorOptions options, List<Field> fields) {
    throw new SqlException(
        ErrorCode.FEATURE_NOT_SUPPORTED,
        "connector " + SqlException.quote(name()) + " cannot be used for input");
  }

  /**
   * Creates an output of rows with these fields, replacing an older one of the same options.
   *
   * @throws SqlException as for {@link #checkOutput}, or {@link ErrorCode#IO_ERROR}
   */
  default Output create(ConnectorOptions options, List<Field> fields) {
    throw new SqlException(
        ErrorCode.FEATURE_NOT_SUPPORTED,
        "connector " + SqlException.quote(name()) + " cannot be used for output");
  }

  /** What {@link #open} would throw, when a source is created. */
  default void checkInput(ConnectorOptions options, List<Field> fields) {
    open(options, fields).close();
  }

  /** What {@link #create} would throw, when a sink is created; writes nothing. */
  default void checkOutput(ConnectorOptions options, List<Field> fields) {
    throw new SqlException(
        ErrorCode.FEATURE_NOT_SUPPORTED,
        "connector " + SqlException.quote(name()) + " cannot be used for output");
  }
}
