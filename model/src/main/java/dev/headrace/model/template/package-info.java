/**
 * PostgreSQL's templates: TO_CHAR, TO_DATE, TO_TIMESTAMP and TO_NUMBER. A template such as {@code
 * DD Mon YYYY} or {@code FM9,990.00} is parsed once into its parts, which are then gone through for
 * each value.
 */
@NullMarked
package dev.headrace.model.template;

import org.jspecify.annotations.NullMarked;
