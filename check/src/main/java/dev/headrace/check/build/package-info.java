/**
 * What build tools run in a JVM of its own: {@link dev.headrace.check.build.Main} does a goal of
 * the Maven plugin. Goals that need the application's statements run the annotation processor, and
 * nothing else of the compiler, over its Java sources.
 */
@NullMarked
package dev.headrace.check.build;

import org.jspecify.annotations.NullMarked;
