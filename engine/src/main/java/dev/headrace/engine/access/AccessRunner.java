package dev.headrace.engine.access;

import dev.headrace.engine.database.KeyOrder;
import dev.headrace.engine.database.OrderedRows;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.RowWalk;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.state.KeyRange;
import dev.headrace.runtime.state.RowSnapshot;
import dev.headrace.runtime.state.RowStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how the scans of a plan get their rows, and gets them.
 *
 * <p>The choice is made when the query runs, because it depends on parameters and on what the
 * tables hold by then. Reading a row by an index costs several times what it costs within a scan,
 * so a path is taken if it reads a small part of the rows.
 */
public final class AccessRunner {
  /** How many rows a scan reads in the time that an index finds one. */
  static final int SCANNED_PER_FOUND = 4;

  /** How many rows a scan reads in the time that a walk finds one and interprets a filter. */
  private static final int SCANNED_PER_WALKED = 16;

  /** How many rows an index finds in memory in the time that a page is read into it. */
  private static final int FOUND_PER_PAGE = 500;

  /** So few rows are found without comparing paths. */
  private static final int FEW = 16;

  private final Accesses plan;
  private final ReadView view;
  private final Function<Expr, @Nullable Object> values;
  private final JoinAccess joins;
  // the path that reads least of those that need no other scan, by the scan's identity
  private final Map<String, Candidate> cheapest = new HashMap<>();

  /** A lookup with its ranges; a null path stands for reading everything. */
  private record Candidate(
      AccessPath.@Nullable Lookup path, List<KeyRange> ranges, long estimate) {}

  /**
   * For one run of a plan.
   *
   * @param values gives the values of expressions without columns
   * @param subplans runs a part of the plan, whose scans ask this object as well
   */
  public AccessRunner(
      Accesses plan,
      ReadView view,
      Function<Expr, @Nullable Object> values,
      Function<Rel, Segments> subplans) {
    this.plan = plan;
    this.view = view;
    this.values = values;
    this.joins = new JoinAccess(this, plan, subplans);
  }

  ReadView view() {
    return view;
  }

  Relation relation(String name) {
    return view.catalog().require(name);
  }

  static RowStore store(Relation relation) {
    return Objects.requireNonNull(relation.store(), "a stored relation");
  }

  /** The rows of a scan that does not have to read everything; null if it does. */
  public @Nullable Feed feed(Rel.Scan scan) {
    ScanAccess access = plan.scans().get(scan.identity());
    if (access == null) {
      return null;
    }
    Relation relation = relation(access.relation());
    Feed special = special(relation, access);
    if (special != null) {
      return special;
    }
    Candidate candidate = cheapest(scan.identity(), access);
    Feed joined = candidate.estimate <= FEW ? null : joins.feed(access, candidate.estimate);
    if (joined != null) {
      return joined;
    }
    return candidate.path == null ? null : read(relation, candidate.path, candidate.ranges);
  }

  // ---- lookups

  /** About how many rows a scan will read. */
  long estimate(Rel.Scan scan) {
    ScanAccess access = plan.scans().get(scan.identity());
    return access == null
        ? rows(relation(scan.relation()))
        : cheapest(scan.identity(), access).estimate;
  }

  /** How many rows a relation has; very many if they are not stored. */
  public long rows(Relation relation) {
    RowStore store = relation.store();
    return store == null ? Integer.MAX_VALUE : store.at(view.sequence()).rows();
  }

  private Candidate cheapest(String identity, ScanAccess access) {
    Candidate known = cheapest.get(identity);
    if (known == null) {
      known = choose(relation(access.relation()), access.general());
      cheapest.put(identity, known);
    }
    return known;
  }

  private Candidate choose(Relation relation, List<AccessPath> paths) {
    RowStore store = store(relation);
    long rows = store.at(view.sequence()).rows();
    Candidate best = new Candidate(null, List.of(), rows);
    for (AccessPath path : paths) {
      if (path instanceof AccessPath.Lookup lookup && isUsable(store, lookup.condition(), lookup)) {
        List<KeyRange> ranges = KeyRanges.of(lookup.order(), lookup.condition(), values);
        if (lookup.isUnique() && ranges.size() <= FEW) {
          return new Candidate(lookup, ranges, ranges.size());
        }
        OrderedRows ordered = view.ordered(relation, store, lookup.order());
        long worth = best.path == null ? worthFinding(store, rows) : best.estimate - 1;
        long estimate = estimate(ordered, ranges, worth);
        if (estimate <= worth) {
          best = new Candidate(lookup, ranges, estimate);
        }
      }
    }
    return best;
  }

  /**
   * How many rows are found in the time that a scan reads all. Rows that are not in memory come a
   * page at a time: a scan reads each page once, and in the worst case each row that is found needs
   * another one.
   */
  private long worthFinding(RowStore store, long rows) {
    RowSnapshot snapshot = store.at(view.sequence());
    if (!snapshot.isCached()) {
      return rows / SCANNED_PER_FOUND;
    }
    RowSnapshot.PageCount pages = snapshot.pageCount();
    double found = 1 + FOUND_PER_PAGE * (double) pages.cold() / Math.max(1, pages.all());
    double scan = (double) rows / SCANNED_PER_FOUND + (double) FOUND_PER_PAGE * pages.cold();
    return (long) (scan / found);
  }

  private boolean isUsable(RowStore store, KeyCondition condition, AccessPath.Lookup path) {
    return view.hasOrder(store, path.order()) && holds(condition);
  }

  /** Whether parameters have the values that a condition assumes. */
  boolean holds(KeyCondition condition) {
    if (condition.assumptions().isEmpty()) {
      return true;
    }
    return condition.assumptions().entrySet().stream()
        .allMatch(assumed -> assumed.getValue().equals(values.apply(assumed.getKey())));
  }

  /** About how many rows ranges have; beyond a limit, any number beyond it. */
  static long estimate(OrderedRows rows, List<KeyRange> ranges, long limit) {
    long estimate = 0;
    for (KeyRange range : ranges) {
      estimate += rows.estimate(range);
      if (estimate > limit) {
        return estimate;
      }
    }
    return estimate;
  }

  private Feed read(Relation relation, AccessPath.Lookup lookup, List<KeyRange> ranges) {
    return read(
        relation,
        lookup.order(),
        ranges,
        lookup.isUnique(),
        () -> Descriptions.lookup(relation, lookup.order(), lookup.condition()));
  }

  /**
   * Reads the rows of ranges.
   *
   * @param wholeKeys whether each range is about one whole key
   */
  Feed read(
      Relation relation,
      KeyOrder order,
      List<KeyRange> ranges,
      boolean wholeKeys,
      Supplier<String> description) {
    RowStore store = store(relation);
    OrderedRows ordered = view.ordered(relation, store, order);
    Segments rows = new Segments();
    long count = 0;
    for (KeyRange range : ranges) {
      if (wholeKeys && order.index() == null) {
        byte[] key = range.from().bytes();
        view.noteRead(store, key, key.length);
      } else {
        view.noteRead(store);
      }
      count += ordered.addTo(range, rows);
    }
    return new Feed(rows, count, description);
  }

  // ---- paths that suit the plan above

  private @Nullable Feed special(Relation relation, ScanAccess access) {
    Segments rows = new Segments();
    long count = 0;
    Feed firstPart = null;
    for (AccessPath path : access.special()) {
      Feed part =
          switch (path) {
            case AccessPath.First first -> first(relation, first);
            case AccessPath.Count counted -> count(relation, counted);
            case AccessPath.CountAll _ -> countAll(relation);
            case AccessPath.Lookup _, AccessPath.Joined _ ->
                throw new IllegalStateException("not a special path");
          };
      if (part == null) {
        return null;
      }
      rows.addAll(part.rows());
      count += part.count();
      firstPart = firstPart == null ? part : firstPart;
    }
    return firstPart == null ? null : new Feed(rows, count, firstPart.describing());
  }

  private @Nullable Feed first(Relation relation, AccessPath.First path) {
    RowStore store = store(relation);
    if (!view.hasOrder(store, path.order()) || !holds(path.condition())) {
      return null;
    }
    view.noteRead(store);
    long all = store.at(view.sequence()).rows();
    List<KeyRange> ranges = KeyRanges.of(path.order(), path.condition(), values);
    if (ranges.isEmpty()) {
      return new Feed(new Segments(), 0, () -> Descriptions.first(relation, path));
    }
    KeyCondition condition = path.condition();
    boolean open = path.present() && condition.points() == condition.columns().size();
    KeyRange range = open ? KeyRanges.present(ranges.getFirst().from().bytes()) : ranges.getFirst();
    long wanted = wanted(path);
    if (wanted < 0 || wanted > Math.max(FEW, all / SCANNED_PER_WALKED)) {
      return null;
    }
    OrderedRows ordered = view.ordered(relation, store, path.order());
    FirstRowsWalk walk =
        new FirstRowsWalk(
            relation,
            path,
            wanted,
            Math.max(FEW, all / SCANNED_PER_WALKED),
            ordered.isCached(),
            values);
    for (RowWalk part : ordered.walks(range, path.descending())) {
      if (!walk.collect(part)) {
        return null;
      }
    }
    return new Feed(walk.rows(), walk.count(), () -> Descriptions.first(relation, path));
  }

  /** How many rows a sort with a limit needs; -1 if that is not known to be few. */
  private long wanted(AccessPath.First path) {
    if (path.limit() == null) {
      return path.offset() == null ? 1 : -1;
    }
    Object limit = values.apply(path.limit());
    Object offset = path.offset() == null ? null : values.apply(path.offset());
    long skipped = offset instanceof Long number ? number : 0;
    if (!(limit instanceof Long wanted) || wanted < 0 || skipped < 0) {
      // wrong ones are the sort's business
      return -1;
    }
    return wanted > Integer.MAX_VALUE || skipped > Integer.MAX_VALUE ? -1 : wanted + skipped;
  }

  private @Nullable Feed count(Relation relation, AccessPath.Count path) {
    RowStore store = store(relation);
    if (!view.hasOrder(store, path.order()) || !holds(path.condition())) {
      return null;
    }
    view.noteRead(store);
    OrderedRows ordered = view.ordered(relation, store, path.order());
    List<KeyRange> ranges = KeyRanges.of(path.order(), path.condition(), values);
    long worth = Math.max(FEW, rows(relation) / SCANNED_PER_FOUND);
    if (estimate(ordered, ranges, worth) > worth) {
      return null;
    }
    Batch sample = new Batch();
    long count = 0;
    for (KeyRange range : ranges) {
      long part = ordered.count(range);
      if (part < 0) {
        return null;
      }
      if (part > 0 && sample.isEmpty()) {
        RowWalk walk = ordered.walks(range, false).getFirst();
        walk.next();
        sample.append(walk.slab(), walk.row());
      }
      count += part;
    }
    return repeated(sample, count, () -> Descriptions.count(relation, path));
  }

  private @Nullable Feed countAll(Relation relation) {
    RowStore store = store(relation);
    long count = view.count(relation, store);
    Batch sample = new Batch();
    if (count > 0) {
      view.sample(store, sample);
    }
    return count < 0 ? null : repeated(sample, count, () -> "Row Count of " + relation.name());
  }

  /** One of the rows, as often as there are rows. */
  private static @Nullable Feed repeated(Batch sample, long count, Supplier<String> description) {
    if (count > Integer.MAX_VALUE) {
      return null;
    }
    Segments rows = new Segments();
    if (count > 0) {
      Rows.setWeight(sample.bytes(), 0, (int) count);
      rows.add(sample);
    }
    return new Feed(rows, 1, description);
  }
}
