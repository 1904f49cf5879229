/**
 * What the Java classes of a program are made of: a class that the Maven plugin generates for a
 * program has a record for each table and view, and one of these objects for each.
 */
@NullMarked
package dev.headrace.engine.typed;

import org.jspecify.annotations.NullMarked;
