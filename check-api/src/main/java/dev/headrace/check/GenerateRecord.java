package dev.headrace.check;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The record that the method makes of rows does not exist: it is generated, in the package of the
 * interface, with a component for each column of the result. Several methods of an interface may
 * ask for one record if their columns are the same.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface GenerateRecord {}
