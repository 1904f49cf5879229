/**
 * SQL types and values, the one row format, deltas, and errors: the vocabulary of every module.
 *
 * <ul>
 *   <li>{@link dev.headrace.model.SqlType} is a type, {@link dev.headrace.model.Field} a named,
 *       nullable-or-not column of it.
 *   <li>{@link dev.headrace.model.RowLayout} places the columns of a row type in an
 *       <em>EventRow</em> and holds the layout diagram; {@link dev.headrace.model.Rows} reads and
 *       writes its raw bytes, {@link dev.headrace.model.RowWriter} and {@link
 *       dev.headrace.model.RowReader} do so by column.
 *   <li>{@link dev.headrace.model.Batch} is a delta: consecutive rows in one slab, each with its
 *       weight.
 *   <li>{@link dev.headrace.model.SqlException} carries an {@link dev.headrace.model.ErrorCode},
 *       which owns the SQLSTATE.
 * </ul>
 *
 * <p>A SQL value outside a row is a Java object, the same everywhere (literals, the interpreter,
 * the Java API's lowest layer); {@link dev.headrace.model.SqlType#carrier()} lists them.
 */
@NullMarked
package dev.headrace.model;

import org.jspecify.annotations.NullMarked;
