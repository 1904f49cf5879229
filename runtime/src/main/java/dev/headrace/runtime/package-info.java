/**
 * Runs circuits: delta operators, the state they keep, and the steps that drive them.
 *
 * <p>{@link dev.headrace.runtime.unit} is the contract of generated code, {@link
 * dev.headrace.runtime.state} the tables it works on.
 */
@NullMarked
package dev.headrace.runtime;

import org.jspecify.annotations.NullMarked;
