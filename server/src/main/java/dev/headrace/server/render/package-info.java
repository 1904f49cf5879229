/**
 * Results and errors as text: tables, one value per line, CSV, JSON; and errors as psql prints
 * them.
 *
 * <p>Each renderer is a {@link dev.headrace.server.client.ResultSink}. Tables have to see all rows
 * to know their widths and hold them; CSV and JSON write each row as it comes.
 */
@NullMarked
package dev.headrace.server.render;

import org.jspecify.annotations.NullMarked;
