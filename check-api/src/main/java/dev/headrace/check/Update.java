package dev.headrace.check;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A statement that changes rows. The method returns how many, as an {@code int} or {@code long},
 * whether there were any, as a {@code boolean}, or nothing.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Update {
  /** The statement. */
  String value();
}
