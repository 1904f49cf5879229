/**
 * What the formats share: bytes of files, waiting, errors of the operating system.
 *
 * <p>{@link dev.headrace.connect.io.ByteWindow} slides over a file's bytes so that a record is
 * always in one piece. {@link dev.headrace.connect.io.RateLimitedInput} slows any input down.
 * {@link dev.headrace.connect.io.FileErrors} words what went wrong as PostgreSQL does.
 */
@NullMarked
package dev.headrace.connect.io;

import org.jspecify.annotations.NullMarked;
