/**
 * The commands of {@code headrace}, one class each, and what they share: options, exit codes and
 * how failures are reported.
 */
@NullMarked
package dev.headrace.server.command;

import org.jspecify.annotations.NullMarked;
