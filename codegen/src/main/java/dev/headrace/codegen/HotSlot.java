package dev.headrace.codegen;

import dev.headrace.codegen.interpret.InterpretedUnits;
import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.model.Batch;
import dev.headrace.runtime.state.GroupTable;
import dev.headrace.runtime.state.JoinIndex;
import dev.headrace.runtime.unit.AggregateUnit;
import dev.headrace.runtime.unit.EmitUnit;
import dev.headrace.runtime.unit.JoinUnit;
import dev.headrace.runtime.unit.UnitContext;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A unit that is being compiled. Its instances interpret; those that run after it has been compiled
 * have changed over, between two pieces of their input. Units keep nothing from one piece to the
 * next, so nobody can tell but by the time it takes.
 */
final class HotSlot implements UnitFactory {
  private final UnitSpec spec;
  private final CompletableFuture<UnitFactory> decision = new CompletableFuture<>();
  private volatile @Nullable UnitFactory decided;

  HotSlot(UnitSpec spec) {
    this.spec = spec;
  }

  /** Says what the unit is from now on. */
  void decide(UnitFactory unit) {
    decided = unit;
    decision.complete(unit);
  }

  @Override
  public Object instance(UnitContext context) {
    UnitFactory known = decided;
    if (known != null) {
      return known.instance(context);
    }
    return switch (spec.end()) {
      case End.Emit _ -> new Emit(context);
      case End.Aggregate _ -> new Aggregate(context);
      case End.Join _ -> new Join(context);
    };
  }

  /** Waits until it is decided. */
  @Override
  public String describe() {
    return decision.join().describe();
  }

  /** Waits until it is decided. */
  @Override
  public String code() {
    return decision.join().code();
  }

  /** What an instance hands its input to. Used by one thread at a time, as a unit is. */
  private final class Current<U> {
    private final Class<U> type;
    private final UnitContext context;
    private @Nullable U unit;
    private boolean settled;

    Current(Class<U> type, UnitContext context) {
      this.type = type;
      this.context = context;
    }

    U get() {
      U current = unit;
      if (settled && current != null) {
        return current;
      }
      UnitFactory known = decided;
      if (known != null) {
        current = type.cast(known.instance(context));
        unit = current;
        settled = true;
      } else if (current == null) {
        current = type.cast(InterpretedUnits.instance(spec, context));
        unit = current;
      }
      return current;
    }
  }

  private final class Emit extends EmitUnit {
    private final Current<EmitUnit> current;

    Emit(UnitContext context) {
      this.current = new Current<>(EmitUnit.class, context);
    }

    @Override
    public void run(byte[] slab, int from, int to, Batch[] outputs) {
      current.get().run(slab, from, to, outputs);
    }
  }

  private final class Aggregate extends AggregateUnit {
    private final Current<AggregateUnit> current;

    Aggregate(UnitContext context) {
      this.current = new Current<>(AggregateUnit.class, context);
    }

    @Override
    public void run(byte[] slab, int from, int to, GroupTable groups, GroupTable[] values) {
      current.get().run(slab, from, to, groups, values);
    }
  }

  private final class Join extends JoinUnit {
    private final Current<JoinUnit> current;

    Join(UnitContext context) {
      this.current = new Current<>(JoinUnit.class, context);
    }

    @Override
    public void run(
        byte[] slab,
        int from,
        int to,
        JoinIndex own,
        JoinIndex other,
        Batch output,
        boolean remember) {
      current.get().run(slab, from, to, own, other, output, remember);
    }
  }
}
