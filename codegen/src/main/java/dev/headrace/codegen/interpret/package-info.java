/**
 * Units without generated code: the same contract, driven by {@link dev.headrace.ir.Interpreter}.
 * They are the first tier of short queries, the fallback for what the compiler refuses, and what
 * compiled units are tested against.
 */
@NullMarked
package dev.headrace.codegen.interpret;

import org.jspecify.annotations.NullMarked;
