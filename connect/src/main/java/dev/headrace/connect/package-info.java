/**
 * The connectors that come with Headrace: files and generated rows.
 *
 * <p>{@link dev.headrace.connect.Connectors} lists them for the engine. {@link
 * dev.headrace.connect.file} finds files and decides their format; one package for each format
 * reads and writes a file and knows nothing of paths.
 */
@NullMarked
package dev.headrace.connect;

import org.jspecify.annotations.NullMarked;
