/**
 * Compiled units on disk, so that what one process has compiled is there for the next. {@link
 * dev.headrace.codegen.store.UnitStore} is a directory with a file per unit, named by its content;
 * {@link dev.headrace.codegen.store.UnitFile} is the form of the file.
 */
@NullMarked
package dev.headrace.codegen.store;

import org.jspecify.annotations.NullMarked;
