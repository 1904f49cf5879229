package dev.headrace.engine.statement;

import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.SystemRelation;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;
import dev.headrace.model.Slice;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.state.RowStore;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The last results of prepared queries that are run again and again.
 *
 * <p>A result is good for as long as everything it was made of is the same: the plan, which holds
 * while what it was made of is defined as it was, the parameters, and of each relation that it
 * reads the rows' store and the last commit that changed it. All of that is compared, so nothing
 * has to be invalidated: no change, of whatever session, can leave a stale answer. A transaction
 * with changes of its own, and plans with functions that are not immutable, do without.
 *
 * <p>Statements are the keys, not texts: a query that is sent as a text is run. Thread-safe.
 */
final class ResultCache {
  /** Bytes of rows that are kept altogether, and of a single result. */
  private static final long MOST_BYTES = 64L << 20;

  private static final long LARGEST_RESULT = 8L << 20;
  private static final int MOST_RESULTS = 256;

  /** What reads fewer records than this is run in about the time it takes to compare. */
  private static final int WORTH_KEEPING = 128;

  // by their last use
  private final Map<Prepared, Kept> results = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;
  private final LongAdder hits = new LongAdder();

  /**
   * A result and what it was made of.
   *
   * @param plan of the run
   * @param sequences of each of the plan's scans: the last commit that changed its relation
   */
  @SuppressWarnings("ArrayRecordComponent") // is never compared
  private record Kept(
      CachedPlan plan, Slice parameters, RowStore[] stores, long[] sequences, Segments rows) {
    long size() {
      return rows.bytes() + parameters.length() + 100;
    }
  }

  /** Whether results of a plan may be kept: they depend on relations and parameters alone. */
  static boolean suits(QueryPlan plan) {
    return plan.change() == null
        && plan.locking().isEmpty()
        && plan.stableFunctions().isEmpty()
        && isImmutable(plan.rel());
  }

  private static boolean isImmutable(Rel rel) {
    AtomicBoolean immutable = new AtomicBoolean(true);
    RelTransformer.mapExprs(
        rel,
        expr -> {
          if (!ExprProperties.isImmutable(expr)) {
            immutable.set(false);
          }
          return expr;
        });
    return immutable.get() && rel.inputs().stream().allMatch(ResultCache::isImmutable);
  }

  /** The result of a statement if it would be the same again; null if it has to be run. */
  @SuppressWarnings("ReferenceEquality")
  @Nullable Segments find(
      Prepared statement, CachedPlan plan, ParameterRow parameters, ReadView view, Database db) {
    Kept kept = kept(statement);
    if (kept == null
        || kept.plan != plan
        || view.hasChanges()
        || !kept.parameters.equals(parameters.row())) {
      return null;
    }
    List<Rel.Scan> scans = plan.scans();
    for (int i = 0; i < kept.stores.length; i++) {
      Relation relation = view.catalog().require(scans.get(i).relation());
      RowStore store = QueryRunner.requireReadable(db, view, relation);
      if (store != kept.stores[i] || store.at(view.sequence()).sequence() != kept.sequences[i]) {
        return null;
      }
      view.noteRead(store);
    }
    hits.increment();
    return kept.rows;
  }

  private synchronized @Nullable Kept kept(Prepared statement) {
    return results.get(statement);
  }

  /**
   * Keeps the result of a statement that was run again.
   *
   * @param records how many were read for it
   */
  void keep(
      Prepared statement,
      CachedPlan plan,
      ParameterRow parameters,
      ReadView view,
      long records,
      Segments rows) {
    if (records < WORTH_KEEPING || rows.bytes() > LARGEST_RESULT || view.hasChanges()) {
      return;
    }
    int count = plan.scans().size();
    RowStore[] stores = new RowStore[count];
    long[] sequences = new long[count];
    for (int i = 0; i < count; i++) {
      Relation relation = view.catalog().require(plan.scans().get(i).relation());
      RowStore store = relation.store();
      if (store == null || relation instanceof SystemRelation) {
        return;
      }
      stores[i] = store;
      sequences[i] = store.at(view.sequence()).sequence();
    }
    put(statement, new Kept(plan, parameters.row().copy(), stores, sequences, rows));
  }

  private synchronized void put(Prepared statement, Kept result) {
    Kept before = results.put(statement, result);
    bytes += result.size() - (before == null ? 0 : before.size());
    Iterator<Kept> oldest = results.values().iterator();
    while (bytes > MOST_BYTES || results.size() > MOST_RESULTS) {
      bytes -= oldest.next().size();
      oldest.remove();
    }
  }

  synchronized int size() {
    return results.size();
  }

  synchronized long bytes() {
    return bytes;
  }

  long hits() {
    return hits.sum();
  }
}
