/** Annotations for SQL that is checked when the application is built. */
@NullMarked
package dev.headrace.check;

import org.jspecify.annotations.NullMarked;
