package dev.headrace.engine.input;

import dev.headrace.model.SqlException;
import dev.headrace.runtime.connector.Progress;
import java.util.Optional;

/**
 * How an input is doing.
 *
 * @param rows committed so far
 * @param badRecords that made no row
 * @param started whether it is being read; a source waits for its first view
 * @param ended whether all of it has been read and committed
 * @param failure why it ended before
 */
public record InputState(
    String name,
    long rows,
    long badRecords,
    Progress progress,
    boolean started,
    boolean ended,
    Optional<SqlException> failure) {}
