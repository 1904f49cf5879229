/**
 * The {@code file} connector: finds the files of a path, opens each in its format one after the
 * other, and writes the changes of views.
 */
@NullMarked
package dev.headrace.connect.file;

import org.jspecify.annotations.NullMarked;
