package dev.headrace.check;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names what converts a parameter, a component of a record, or the single value of a query's rows.
 * Of a {@code List}, and of what else a method returns its rows in, it converts each element.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
public @interface Convert {
  /** A class that can be made without arguments. */
  Class<? extends Converter<?, ?>> value();
}
