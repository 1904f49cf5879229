package dev.headrace.check;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a method throws when its statement violates a constraint, in place of the driver's {@link
 * java.sql.SQLException}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
@Repeatable(OnConstraint.All.class)
public @interface OnConstraint {
  /** The name of a constraint, or a unique index, at which the statement can fail. */
  String value();

  /**
   * What is thrown. It is made with the driver's exception, or a text and that. If it is checked,
   * the method has to declare it.
   */
  Class<? extends Exception> throwing();

  /** Several of them. */
  @Documented
  @Retention(RetentionPolicy.CLASS)
  @Target(ElementType.METHOD)
  @interface All {
    /** Each for another constraint. */
    OnConstraint[] value();
  }
}
