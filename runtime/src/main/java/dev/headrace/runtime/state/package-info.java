/**
 * State of operators, tables and views. Everything is bytes in pages and primitive tables; only the
 * nodes and leaves of ordered indexes are objects.
 *
 * <ul>
 *   <li>{@link dev.headrace.runtime.state.GroupTable} keeps accumulators by key, {@link
 *       dev.headrace.runtime.state.JoinIndex} one side of a join: point state of one worker.
 *   <li>{@link dev.headrace.runtime.state.KeyTree} orders byte-comparable keys and has snapshots
 *       that other threads read while its writer goes on: {@link
 *       dev.headrace.runtime.state.AdaptiveRadixTree} in memory, {@link
 *       dev.headrace.runtime.state.BlockTree} beyond it.
 *   <li>{@link dev.headrace.runtime.state.RowStore} holds the rows of a table or a view; {@link
 *       dev.headrace.runtime.state.RowSnapshot} is what a reader sees of it.
 *   <li>A {@link dev.headrace.runtime.state.PageCache} keeps rows and indexes of stores within a
 *       limit of memory; those beyond it are in a {@link dev.headrace.runtime.state.PageFile}, and
 *       scans get them as {@link dev.headrace.runtime.state.ColdRows}.
 *   <li>A {@link dev.headrace.runtime.state.SecondaryIndex} keeps a store's rows findable in
 *       another order; {@link dev.headrace.runtime.state.IndexSnapshot} is its part of a snapshot,
 *       {@link dev.headrace.runtime.state.KeyRange} what is asked of it.
 *   <li>{@link dev.headrace.runtime.state.MemoryBudget} counts and limits what they all take.
 * </ul>
 */
@NullMarked
package dev.headrace.runtime.state;

import org.jspecify.annotations.NullMarked;
