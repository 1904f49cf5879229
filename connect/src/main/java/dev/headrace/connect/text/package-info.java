/**
 * What the text formats share: {@link dev.headrace.connect.text.RecordInput} reads a file record by
 * record and survives broken ones, {@link dev.headrace.model.copy.ColumnParser} turns texts into
 * column values.
 */
@NullMarked
package dev.headrace.connect.text;

import org.jspecify.annotations.NullMarked;
