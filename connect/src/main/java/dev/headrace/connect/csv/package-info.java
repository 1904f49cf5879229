/**
 * CSV as RFC 4180 has it, with PostgreSQL's treatment of NULL: an unquoted empty field is NULL, a
 * quoted one is an empty text.
 *
 * <p>{@link dev.headrace.connect.csv.CsvScanner} finds records and fields, {@link
 * dev.headrace.connect.csv.CsvInput} makes rows of them.
 */
@NullMarked
package dev.headrace.connect.csv;

import org.jspecify.annotations.NullMarked;
