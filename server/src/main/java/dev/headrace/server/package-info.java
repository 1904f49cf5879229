/**
 * The command line and the server: the composition root, where the modules are put together.
 *
 * <p>{@link dev.headrace.server.Main} is the program. Its commands are in {@code command}, one
 * class each, and do no more than read options, connect the parts and choose an exit code. The
 * parts:
 *
 * <ul>
 *   <li>{@code client}: a session for the shell, in this process or in a server;
 *   <li>{@code shell}: scripts and the interactive shell on top of it;
 *   <li>{@code render}: results and errors as text;
 *   <li>{@code text}: splitting SQL text and replacing variables in it.
 * </ul>
 */
@NullMarked
package dev.headrace.server;

import org.jspecify.annotations.NullMarked;
