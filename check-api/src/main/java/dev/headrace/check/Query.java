package dev.headrace.check;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A statement that gives rows: a query, or a change with RETURNING. A parameter {@code :name} is
 * the method parameter of that name, or the component of a record among them.
 *
 * <p>The method returns a record, whose components are the columns by their names, or a single
 * value: as it is for exactly one row, as an {@code Optional} or {@code @Nullable} for at most one,
 * as a {@code List}, or as a {@code Stream}, which is to be closed. Or it returns nothing and its
 * last parameter is a {@code Consumer} that gets each row.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Query {
  /** The statement. */
  String value();

  /**
   * Columns that are never NULL for reasons the checker does not see. The generated code makes
   * sure.
   */
  String[] notNull() default {};
}
