/**
 * Rows as COPY writes and reads them: text, CSV and binary, by PostgreSQL 15's rules to the letter,
 * errors included.
 *
 * <pre>
 *   bytes ── {@link dev.headrace.model.copy.CopyLines} ──► line ── {@link dev.headrace.model.copy.LineSplitter} ──► values ── {@link dev.headrace.model.copy.ColumnParser} ──► row
 *            text and CSV: ends of lines         delimiters, quotes, escapes, NULLs
 * </pre>
 *
 * {@link dev.headrace.model.copy.CopyReader} and {@link dev.headrace.model.copy.CopyWriter} put
 * that together; both take rows as they come and keep none.
 *
 * <p>Source: PostgreSQL 15 documentation, COPY, "File Formats"; behaviour compared with the server.
 */
@NullMarked
package dev.headrace.model.copy;

import org.jspecify.annotations.NullMarked;
