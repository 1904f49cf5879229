package dev.headrace.check;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A {@link Query} whose statement is in a file. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface QueryFile {
  /**
   * The file, beside the interface or, if it begins with a slash, from the root of the source path,
   * the resources or the class path.
   */
  String value();

  /**
   * Columns that are never NULL for reasons the checker does not see. The generated code makes
   * sure.
   */
  String[] notNull() default {};
}
