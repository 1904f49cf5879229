/**
 * What generated code calls, besides the model's functions and the run-time: small static methods
 * that the JIT compiler inlines, and constant sets. Public because hidden classes live in another
 * package; not meant for other callers.
 */
@NullMarked
package dev.headrace.codegen.support;

import org.jspecify.annotations.NullMarked;
