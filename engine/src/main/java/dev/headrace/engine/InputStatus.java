package dev.headrace.engine;

import dev.headrace.model.SqlException;
import java.util.Optional;

/**
 * How the input of a source or table is doing.
 *
 * @param name of the source or table
 * @param rows taken in so far
 * @param badRecords that made no row
 * @param done how far it has been read, in {@code unit}
 * @param total how much there is; -1 if unknown
 * @param unit bytes or rows
 * @param started whether it is being read; a source waits for its first view
 * @param ended whether everything has been taken in, or reading has failed
 * @param failure why it ended early
 */
public record InputStatus(
    String name,
    long rows,
    long badRecords,
    long done,
    long total,
    String unit,
    boolean started,
    boolean ended,
    Optional<SqlException> failure) {}
