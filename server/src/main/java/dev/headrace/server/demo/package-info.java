/**
 * The demonstration: the flights example with a live display of two of its views.
 *
 * <p>{@link dev.headrace.server.demo.Dashboard} makes the lines of a frame from what the views
 * hold; {@link dev.headrace.server.demo.LiveDisplay} draws frames on a terminal, changing only what
 * differs.
 */
@NullMarked
package dev.headrace.server.demo;

import org.jspecify.annotations.NullMarked;
