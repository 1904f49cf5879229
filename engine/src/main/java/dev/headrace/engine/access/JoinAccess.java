package dev.headrace.engine.access;

import dev.headrace.engine.database.KeyColumn;
import dev.headrace.engine.database.OrderedRows;
import dev.headrace.engine.database.Relation;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.KeyCodec;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.state.KeyRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads of one side of a join only what the other side has values for (a semi-join reduction): an
 * index nested loop, with the join itself left as it is.
 *
 * <p>The smaller side's values are found by a run of its own, once per query, which pays if they
 * are few. A join is used in one direction only; otherwise each side would wait for the other.
 */
final class JoinAccess {
  /** How many rows the other side may be made of. */
  private static final long MOST_OUTER_ROWS = 10_000;

  /** How many rows a row is supposed to meet in a join that an index serves. */
  private static final long FAN_OUT = 4;

  private final AccessRunner accesses;
  private final Accesses plan;
  private final Function<Rel, Segments> subplans;
  // the other sides' values by join and columns, and what is being looked for
  private final Map<OuterColumns, Segments> outerRows = new HashMap<>();
  private final Map<Integer, Optional<Boolean>> directions = new HashMap<>();
  private int innermost = -1;

  private record OuterColumns(int join, boolean innerRight, List<Integer> columns) {}

  JoinAccess(AccessRunner accesses, Accesses plan, Function<Rel, Segments> subplans) {
    this.accesses = accesses;
    this.plan = plan;
    this.subplans = subplans;
  }

  /** The rows of a scan that joins need; null if it is better to read others. */
  @Nullable Feed feed(ScanAccess access, long otherwise) {
    for (AccessPath path : access.general()) {
      if (path instanceof AccessPath.Joined joined && joined.join() > innermost) {
        Feed feed = feed(access, joined, otherwise);
        if (feed != null) {
          return feed;
        }
      }
    }
    return null;
  }

  private @Nullable Feed feed(ScanAccess access, AccessPath.Joined path, long otherwise) {
    Relation relation = accesses.relation(access.relation());
    boolean usable = accesses.view().hasOrder(AccessRunner.store(relation), path.order());
    if (!usable || !direction(path.join()).equals(Optional.of(path.innerRight()))) {
      return null;
    }
    List<KeyRange> ranges = ranges(path);
    OrderedRows ordered =
        accesses.view().ordered(relation, AccessRunner.store(relation), path.order());
    long worth = otherwise / AccessRunner.SCANNED_PER_FOUND;
    boolean whole = path.order().unique() && path.columns().size() == path.order().columns().size();
    long estimate = whole ? ranges.size() : AccessRunner.estimate(ordered, ranges, worth);
    return estimate > worth
        ? null
        : accesses.read(
            relation, path.order(), ranges, whole, () -> Descriptions.joined(relation, path));
  }

  // ---- which side comes first

  /** Whether the right side of a join is read by the left's values, or the left by the right's. */
  private Optional<Boolean> direction(int join) {
    Optional<Boolean> known = directions.get(join);
    if (known == null) {
      // what a side costs does not depend on the other one
      directions.put(join, Optional.empty());
      known = choose(join);
      directions.put(join, known);
    }
    return known;
  }

  private Optional<Boolean> choose(int join) {
    long least = MOST_OUTER_ROWS;
    Optional<Boolean> best = Optional.empty();
    for (ScanAccess access : plan.scans().values()) {
      for (AccessPath path : access.general()) {
        if (path instanceof AccessPath.Joined joined && joined.join() == join) {
          long outer = estimate(joined.outer());
          long inner = accesses.rows(accesses.relation(access.relation()));
          if (outer < least && outer < inner / AccessRunner.SCANNED_PER_FOUND) {
            least = outer;
            best = Optional.of(joined.innerRight());
          }
        }
      }
    }
    return best;
  }

  /** About how many rows have to be read for a part of the plan. */
  private long estimate(Rel rel) {
    return switch (rel) {
      case Rel.Scan scan -> estimate(scan);
      case Rel.Values values -> values.rows().size();
      case Rel.Aggregate _,
          Rel.Filter _,
          Rel.Join _,
          Rel.Project _,
          Rel.SetOperation _,
          Rel.Sort _,
          Rel.Union _,
          Rel.Expand _,
          Rel.Once _,
          Rel.Recursive _,
          Rel.Window _,
          Rel.Working _ ->
          rel.inputs().stream().mapToLong(this::estimate).sum();
    };
  }

  private long estimate(Rel.Scan scan) {
    long own = accesses.estimate(scan);
    ScanAccess access = plan.scans().get(scan.identity());
    if (access != null) {
      for (AccessPath path : access.general()) {
        if (path instanceof AccessPath.Joined joined
            && direction(joined.join()).equals(Optional.of(joined.innerRight()))) {
          own = Math.min(own, FAN_OUT * estimate(joined.outer()));
        }
      }
    }
    return own;
  }

  // ---- the values of the other side

  private List<KeyRange> ranges(AccessPath.Joined path) {
    Rel keys = keys(path);
    OuterColumns columns = new OuterColumns(path.join(), path.innerRight(), path.columns());
    Segments rows = outerRows.get(columns);
    if (rows == null) {
      int before = innermost;
      innermost = path.join();
      try {
        rows = subplans.apply(keys);
      } finally {
        innermost = before;
      }
      outerRows.put(columns, rows);
    }
    RowLayout layout = RowLayout.of(keys.fields());
    TreeSet<byte[]> prefixes = new TreeSet<>(Arrays::compareUnsigned);
    for (int i = 0; i < rows.size(); i++) {
      byte[] slab = rows.slab(i);
      for (int row = rows.from(i); row < rows.to(i); row += Rows.length(slab, row)) {
        byte[] prefix = prefix(path, layout, slab, row);
        if (prefix != null) {
          prefixes.add(prefix);
        }
      }
    }
    return prefixes.stream().map(KeyRange::prefix).toList();
  }

  private static byte @Nullable [] prefix(
      AccessPath.Joined path, RowLayout layout, byte[] slab, int row) {
    ByteOutput out = new ByteOutput();
    for (int i = 0; i < layout.columns(); i++) {
      if (Rows.isNull(slab, row, i)) {
        return null;
      }
      KeyColumn column = path.order().columns().get(i);
      KeyCodec.encode(layout, slab, row, i, column.order(), out);
    }
    return out.toBytes();
  }

  /** The other side's columns that the key is about. */
  private static Rel keys(AccessPath.Joined path) {
    List<Expr> columns = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (int column : path.columns()) {
      columns.add(RelTransformer.column(path.outer(), column));
      fields.add(path.outer().fields().get(column));
    }
    return new Rel.Project(path.outer(), columns, fields);
  }
}
