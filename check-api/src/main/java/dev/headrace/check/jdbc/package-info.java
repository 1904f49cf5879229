/**
 * What generated classes have in common, over JDBC. Applications do not use it themselves.
 *
 * <p>Classes that an earlier version of the compiler's checker made use it too, so what is here
 * stays.
 */
@NullMarked
package dev.headrace.check.jdbc;

import org.jspecify.annotations.NullMarked;
