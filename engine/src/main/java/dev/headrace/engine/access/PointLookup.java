package dev.headrace.engine.access;

import dev.headrace.engine.database.KeyOrder;
import dev.headrace.engine.database.ReadView;
import dev.headrace.engine.database.Relation;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Interpreter;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RowSource;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.state.RowStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one way to the rows of a scan that is worth taking whatever the parameters are: a single
 * value for each column of a unique key. Finds them without asking which of several paths is
 * shortest, as {@link AccessRunner} does. Not thread-safe.
 */
public final class PointLookup {
  private final KeyOrder order;
  private final List<Expr> values;
  private final Interpreter interpreter = new Interpreter();
  private final ByteOutput key = new ByteOutput();

  private PointLookup(KeyOrder order, List<Expr> values) {
    this.order = order;
    this.values = List.copyOf(values);
  }

  /** The lookup that a scan of a plan can be, if it can. */
  public static Optional<PointLookup> of(Accesses plan, Rel.Scan scan) {
    ScanAccess access = plan.scans().get(scan.identity());
    if (access == null || !access.special().isEmpty()) {
      return Optional.empty();
    }
    return access.general().stream()
        .filter(AccessPath.Lookup.class::isInstance)
        .map(AccessPath.Lookup.class::cast)
        .flatMap(lookup -> of(lookup).stream())
        .findFirst();
  }

  private static Optional<PointLookup> of(AccessPath.Lookup lookup) {
    if (!lookup.isUnique() || !lookup.condition().assumptions().isEmpty()) {
      return Optional.empty();
    }
    List<Expr> values = new ArrayList<>();
    for (ColumnCondition column : lookup.condition().columns()) {
      if (!(column instanceof ColumnCondition.OneOf oneOf) || oneOf.values().size() != 1) {
        return Optional.empty();
      }
      values.add(oneOf.values().getFirst());
    }
    return Optional.of(new PointLookup(lookup.order(), values));
  }

  /** Whether what is seen of the relation has the key's order. */
  public boolean isUsable(ReadView view, RowStore store) {
    return view.hasOrder(store, order);
  }

  /** Adds the row with the key if there is one. */
  public void find(
      ReadView view, Relation relation, RowStore store, RowSource parameters, Segments target) {
    key.clear();
    for (int i = 0; i < values.size(); i++) {
      Expr value = values.get(i);
      if (!KeyRanges.encode(
          order.columns().get(i), value.type(), interpreter.evaluate(value, parameters), key)) {
        return;
      }
    }
    if (order.index() == null) {
      view.noteRead(store, key.bytes(), key.length());
    } else {
      view.noteRead(store);
    }
    view.ordered(relation, store, order).addKey(key.bytes(), key.length(), target);
  }
}
