package dev.headrace.check;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What converts parameters, components and results of an interface's statements, wherever their
 * types are the converters' and {@link Convert} says nothing else.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Converters {
  /** Classes that can be made without arguments, each for another type. */
  Class<? extends Converter<?, ?>>[] value();
}
