/**
 * What a database needs to outlive its process: the contract between the engine, which holds all
 * tables in memory, and whatever keeps them.
 *
 * <p>A {@link dev.headrace.runtime.storage.Storage} is two things. It is a <i>log of commits</i>:
 * the engine writes each commit through a {@link dev.headrace.runtime.storage.CommitWriter}, in the
 * order of their sequence numbers and all or nothing, and waits, or does not, until it is durable.
 * And it is the <i>state</i> those commits add up to, which the engine reads when it starts: rows
 * of relations, and records of everything else, such as definitions.
 *
 * <p>What a commit says is absolute: "this key has this row", "this row is there three times". So a
 * commit that is applied twice leaves the same state as one that is applied once, which is what
 * makes recovery simple: take a state that is not older than the log's beginning, apply the log.
 */
@NullMarked
package dev.headrace.runtime.storage;

import org.jspecify.annotations.NullMarked;
