package dev.headrace.check;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The name of the database that the statements of an interface are for. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Database {
  /** The name, which the option {@code headrace.migrations=NAME=PATH} gives it. */
  String value();
}
