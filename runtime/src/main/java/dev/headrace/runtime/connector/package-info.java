/**
 * How data comes into a circuit and leaves it: the contract between the engine and its connectors.
 *
 * <p>A {@link dev.headrace.runtime.connector.Connector} is known by the name that a program gives
 * in {@code WITH (connector = '...')}. It opens an {@link dev.headrace.runtime.connector.Input},
 * which the engine pulls for rows at its own pace, or creates an {@link
 * dev.headrace.runtime.connector.Output}, which the engine pushes the deltas of each step to. One
 * thread at a time uses an input or output.
 *
 * <p>What is wrong with a program (an unknown option, a missing file) is an exception at once. What
 * is wrong with a record goes to {@link dev.headrace.runtime.connector.BadRecords} and the input
 * goes on.
 */
@NullMarked
package dev.headrace.runtime.connector;

import org.jspecify.annotations.NullMarked;
