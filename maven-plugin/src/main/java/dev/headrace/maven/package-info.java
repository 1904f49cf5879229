/** The goals of the Maven plugin. */
@NullMarked
package dev.headrace.maven;

import org.jspecify.annotations.NullMarked;
