/**
 * The {@code file} connector: finds the files of a path, opens each in its format one after the
 * other, and writes the changes of views.
 *
 * <p>{@link dev.headrace.connect.file.FileConnector} checks options and puts the parts together:
 * {@code FilePaths} finds files, {@code FileFormat} tells their format, {@code FilesInput} reads
 * them in turn by the format's own package, {@code FileOutput} writes lines made by {@code
 * FileLines}. Options are described in {@code docs/connectors.md}.
 */
@NullMarked
package dev.headrace.connect.file;

import org.jspecify.annotations.NullMarked;
