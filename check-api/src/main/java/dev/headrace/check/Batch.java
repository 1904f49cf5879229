package dev.headrace.check;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A statement that changes rows, run once for each element of the only {@code List} among the
 * method parameters, together. The method returns how many rows that changed, as an {@code int} or
 * {@code long}, or nothing.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Batch {
  /** The statement. */
  String value();
}
