package dev.headrace.codegen.circuit;

import dev.headrace.codegen.UnitFactory;
import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.Step;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.ir.ContentHash;
import dev.headrace.ir.Determinism;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.runtime.circuit.AggregateOperator;
import dev.headrace.runtime.circuit.Circuit;
import dev.headrace.runtime.circuit.CollectOperator;
import dev.headrace.runtime.circuit.CopiesOperator;
import dev.headrace.runtime.circuit.ExpandOperator;
import dev.headrace.runtime.circuit.LimitOperator;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.circuit.OrderPlan;
import dev.headrace.runtime.circuit.OutputOperator;
import dev.headrace.runtime.circuit.Pipe;
import dev.headrace.runtime.circuit.RecursiveOperator;
import dev.headrace.runtime.circuit.SetOperator;
import dev.headrace.runtime.circuit.SortOperator;
import dev.headrace.runtime.circuit.TopKOperator;
import dev.headrace.runtime.circuit.ValuesOperator;
import dev.headrace.runtime.circuit.WindowOperator;
import dev.headrace.runtime.unit.AggregateUnit;
import dev.headrace.runtime.unit.EmitUnit;
import dev.headrace.runtime.unit.UnitContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Adds the operators of a relational tree to a circuit.
 *
 * <p>A tree's stateful nodes become operators, once for each: nodes that are equal with all that is
 * below them share one, within the tree and with what {@link PlanContext#shared} knows, unless a
 * VOLATILE function makes them differ. The stateless nodes above a join are fused into the join's
 * own unit.
 */
public final class CircuitPlanner {
  private final Circuit circuit;
  private final PlanContext context;
  private final @Nullable RecursionPlanner recursion;
  private final List<Operator> added = new ArrayList<>();
  private final IdentityHashMap<Operator, List<UnitFactory>> units = new IdentityHashMap<>();
  private final Map<ContentHash, Operator> planned = new HashMap<>();
  private final ContentHash.Global hashes = new ContentHash.Global();
  private final Determinism determinism = new Determinism();
  private int onces;

  private final IdentityHashMap<Operator, UnitContext> contexts = new IdentityHashMap<>();

  /** Units of the operator that is being planned. */
  private List<UnitFactory> preparing = new ArrayList<>();

  /** What these are made with. */
  private UnitContext unitContext;

  public CircuitPlanner(Circuit circuit, PlanContext context) {
    this(circuit, context, null);
  }

  /**
   * @param recursion whose step is planned; null if none's is
   */
  CircuitPlanner(Circuit circuit, PlanContext context, @Nullable RecursionPlanner recursion) {
    this.circuit = circuit;
    this.context = context;
    this.recursion = recursion;
    this.unitContext = context.unitContext().get();
  }

  /** Operators that were added to the circuit, in its order. */
  public List<Operator> added() {
    return List.copyOf(added);
  }

  /** The units that carry rows into the added operators. */
  public Map<Operator, List<UnitFactory>> units() {
    return Collections.unmodifiableMap(units);
  }

  /** What the added operators' units are made with. */
  public Map<Operator, UnitContext> contexts() {
    return Collections.unmodifiableMap(contexts);
  }

  /**
   * Plans a tree.
   *
   * @param name of the view or query, for people
   * @return the operator whose output is the tree's delta: rows of the layout of its fields
   */
  public Operator plan(String name, Rel rel) {
    RowLayout layout = RowLayout.of(rel.fields());
    List<Stream> streams = streams(rel, List.of());
    boolean plain = streams.size() == 1 && streams.getFirst().isPlain(layout);
    if (plain && context.mode() == PlanMode.ONCE) {
      return streams.getFirst().source();
    }
    Operator output =
        add(
            new OutputOperator(
                name, workers(), emitPipes(streams, layout, List.of()), context.budget()));
    units.put(output, preparing);
    contexts.put(output, unitContext);
    return output;
  }

  int workers() {
    return circuit.workers().count();
  }

  /** What the units of the operator that is being planned are made with. */
  UnitContext unitContext() {
    return unitContext;
  }

  UnitFactory unit(UnitSpec spec) {
    UnitFactory unit = context.units().apply(spec);
    preparing.add(unit);
    return unit;
  }

  <O extends Operator> O add(O operator) {
    circuit.add(operator);
    added.add(operator);
    return operator;
  }

  /** The pipelines that carry a tree's rows, with some steps more. */
  List<Stream> streams(Rel rel, List<Step> after) {
    return switch (rel) {
      case Rel.Scan scan -> List.of(rows(context.inputs().apply(scan), scan.fields()).then(after));
      case Rel.Values values -> List.of(rows(values(values), values.fields()).then(after));
      case Rel.Filter filter ->
          inputs(filter, filter.input(), Steps.prepend(Steps.of(filter), after));
      case Rel.Project project ->
          inputs(project, project.input(), Steps.prepend(Steps.of(project), after));
      case Rel.Union union ->
          union.inputs().stream()
              .flatMap(
                  input -> streams(input, Steps.aligned(input, union.fields(), after)).stream())
              .toList();
      case Rel.Aggregate aggregate when CollectLowering.applies(aggregate) ->
          List.of(collect(aggregate).then(after));
      case Rel.Aggregate aggregate -> List.of(aggregate(aggregate).then(after));
      case Rel.Window window -> List.of(window(window).then(after));
      case Rel.Expand expand -> List.of(expand(expand).then(after));
      case Rel.Recursive recursive -> List.of(recursive(recursive).then(after));
      case Rel.Working node ->
          List.of(rows(Objects.requireNonNull(recursion).working(), node.fields()).then(after));
      case Rel.Once once -> List.of(rows(once(once), once.fields()).then(after));
      case Rel.Join join
          when context.mode() == PlanMode.ONCE && join.kind() == Rel.Join.Kind.FULL ->
          streams(
              JoinLowering.withoutFull(
                  new Rel.Join(
                      join.kind(),
                      once(join.left()),
                      once(join.right()),
                      join.keys(),
                      join.residual())),
              after);
      case Rel.Join join -> List.of(new JoinPlanner(this, context).join(join, after));
      case Rel.Sort sort -> sort(sort, after);
      case Rel.SetOperation operation ->
          List.of(rows(setOperation(operation), operation.fields()).then(after));
    };
  }

  /** The pipelines of a node's input: of single rows if the node calls VOLATILE functions. */
  private List<Stream> inputs(Rel rel, Rel input, List<Step> after) {
    return Determinism.ofOwn(rel) || EqualRows.neverOf(input)
        ? streams(input, after)
        : List.of(rows(copies(input), input.fields()).then(after));
  }

  private Operator copies(Rel rel) {
    return add(
        new CopiesOperator(
            "Copies",
            workers(),
            emitPipes(streams(rel, List.of()), RowLayout.of(rel.fields()), List.of()),
            context.budget()));
  }

  static Stream rows(Operator source, List<Field> fields) {
    return new Stream(
        source,
        List.of(RowLayout.of(fields)),
        fields.stream().map(Field::nullable).toList(),
        List.of());
  }

  List<Pipe<EmitUnit>> emitPipes(
      List<Stream> streams, RowLayout layout, List<Integer> partitionKeys) {
    List<Pipe<EmitUnit>> pipes = new ArrayList<>();
    for (Stream stream : streams) {
      UnitSpec spec =
          stream.endingIn(context.parameters(), new End.Emit(layout.types(), partitionKeys));
      pipes.add(new Pipe<>(stream.source(), unit(spec)::emitUnit, unitContext));
    }
    return pipes;
  }

  // ---- rows that are read more than once

  private Operator once(Rel.Once once) {
    return recursion == null ? onceOperator(once) : recursion.input(once);
  }

  /** The operator with the rows of what is computed once. */
  Operator onceOperator(Rel.Once once) {
    RowLayout layout = RowLayout.of(once.fields());
    return shared(
        once,
        () ->
            add(
                new OutputOperator(
                    "Once",
                    workers(),
                    emitPipes(streams(once.input(), List.of()), layout, List.of()),
                    context.budget())));
  }

  /** An input that is about to stand in two places, as one that is computed once if need be. */
  private Rel once(Rel rel) {
    return determinism.of(rel) ? rel : new Rel.Once(rel, "input " + ++onces);
  }

  // ---- constant rows

  private Operator values(Rel.Values values) {
    return add(new ValuesOperator(workers(), context.rows(values)));
  }

  // ---- aggregation

  private Stream aggregate(Rel.Aggregate aggregate) {
    AggregateLowering lowering =
        new AggregateLowering(aggregate, context.appendOnly().test(aggregate.input()));
    Operator operator = shared(aggregate, () -> aggregateOperator(aggregate, lowering));
    return new Stream(operator, lowering.recordLayouts(), lowering.recordNullability(), List.of())
        .then(new Step.Project(lowering.results()));
  }

  private Operator aggregateOperator(Rel.Aggregate aggregate, AggregateLowering lowering) {
    List<Step> computed = List.of();
    if (!lowering.computed().isEmpty()) {
      List<Expr> columns = new ArrayList<>(Steps.columns(aggregate.input().fields()));
      columns.addAll(lowering.computed());
      computed = List.of(new Step.Project(columns));
    }
    List<Pipe<AggregateUnit>> pipes = new ArrayList<>();
    boolean deterministic = true;
    boolean single = lowering.computed().stream().allMatch(ExprProperties::isDeterministic);
    List<Stream> streams =
        single
            ? streams(aggregate.input(), computed)
            : List.of(rows(copies(aggregate.input()), aggregate.input().fields()).then(computed));
    for (Stream stream : streams) {
      deterministic &= Steps.areDeterministic(stream.steps());
      UnitSpec spec = stream.endingIn(context.parameters(), lowering.end());
      pipes.add(new Pipe<>(stream.source(), unit(spec)::aggregateUnit, unitContext));
    }
    return add(
        new AggregateOperator(
            aggregate.calls().isEmpty() ? "Distinct" : "Aggregate",
            workers(),
            lowering.plan(),
            pipes,
            deterministic,
            context.budget()));
  }

  // ---- rows in order within their partition

  private Stream window(Rel.Window window) {
    WindowLowering lowering = new WindowLowering(window, context::distance);
    Operator operator =
        shared(
            window,
            () ->
                add(
                    new WindowOperator(
                        "Window",
                        workers(),
                        lowering.keys(),
                        lowering.functions(),
                        lowering.types(),
                        context.mode() == PlanMode.ONCE,
                        emitPipes(streams(window.input(), List.of()), lowering.input(), List.of()),
                        context.budget())));
    return new Stream(
        operator,
        List.of(lowering.input(), lowering.results()),
        window.fields().stream().map(Field::nullable).toList(),
        List.of());
  }

  private Stream recursive(Rel.Recursive recursive) {
    Operator operator = recursion == null ? recursion(recursive) : recursion.input(recursive);
    return rows(operator, recursive.fields());
  }

  /** The operator with the rows of a recursion. */
  Operator recursion(Rel.Recursive recursive) {
    RowLayout layout = RowLayout.of(recursive.fields());
    return shared(
        recursive,
        () -> {
          RecursiveOperator.Step step =
              new RecursionPlanner(this, circuit, context, recursive).plan();
          Rel initial = RecursionPlanner.comparable(recursive.initial(), recursive);
          return add(
              new RecursiveOperator(
                  "Recursion",
                  workers(),
                  layout,
                  emitPipes(streams(initial, List.of()), layout, List.of()),
                  step,
                  recursive.all(),
                  context.budget()));
        });
  }

  private Stream expand(Rel.Expand expand) {
    RowLayout input = RowLayout.of(expand.input().fields());
    List<Field> made =
        expand.fields().subList(expand.input().fields().size(), expand.fields().size());
    List<ExpandOperator.Call> calls =
        expand.calls().stream()
            .map(call -> new ExpandOperator.Call(call::rows, call.arguments(), call.types().size()))
            .toList();
    Operator operator =
        shared(
            expand,
            () ->
                add(
                    new ExpandOperator(
                        "Expand",
                        workers(),
                        input,
                        calls,
                        made.stream().map(Field::type).toList(),
                        expand.ordinality(),
                        expand.outer(),
                        context.mode() == PlanMode.ONCE,
                        emitPipes(streams(expand.input(), List.of()), input, List.of()),
                        context.budget())));
    return new Stream(
        operator,
        List.of(input, RowLayout.of(made)),
        expand.fields().stream().map(Field::nullable).toList(),
        List.of());
  }

  private Stream collect(Rel.Aggregate aggregate) {
    CollectLowering lowering = new CollectLowering(aggregate);
    Operator operator = shared(aggregate, () -> collectOperator(aggregate, lowering));
    return new Stream(
        operator,
        List.of(lowering.key(), new RowLayout(lowering.types())),
        aggregate.fields().stream().map(Field::nullable).toList(),
        List.of());
  }

  private Operator collectOperator(Rel.Aggregate aggregate, CollectLowering lowering) {
    List<Field> fields = aggregate.input().fields();
    List<Expr> forms = KeyForms.of(fields, lowering.input());
    List<Expr> expressions = Steps.columns(fields);
    aggregate.keys().forEach(key -> expressions.set(key, forms.get(key)));
    List<Step> steps =
        expressions.equals(Steps.columns(fields))
            ? List.of()
            : List.of(new Step.Project(expressions));
    return add(
        new CollectOperator(
            "Collect",
            workers(),
            lowering.keys(),
            aggregate.keys(),
            lowering.functions(context.budget()),
            lowering.types(),
            context.mode() == PlanMode.ONCE,
            emitPipes(streams(aggregate.input(), steps), lowering.input(), List.of()),
            context.budget()));
  }

  // ---- EXCEPT and INTERSECT

  private Operator setOperation(Rel.SetOperation operation) {
    RowLayout layout = RowLayout.of(operation.fields());
    return shared(
        operation,
        () ->
            add(
                new SetOperator(
                    operation.operator() + (operation.all() ? " ALL" : ""),
                    workers(),
                    layout,
                    SetCount.of(operation),
                    comparablePipes(operation.left(), layout),
                    comparablePipes(operation.right(), layout),
                    context.budget())));
  }

  // rows of both sides meet by their bytes
  private List<Pipe<EmitUnit>> comparablePipes(Rel side, RowLayout layout) {
    List<Step> steps = List.of(new Step.Project(KeyForms.of(side.fields(), layout)));
    return emitPipes(streams(side, steps), layout, List.of());
  }

  // ---- order

  private List<Stream> sort(Rel.Sort sort, List<Step> after) {
    if (sort.limit() == null && sort.offset() == null && context.mode() == PlanMode.MAINTAIN) {
      return streams(sort.input(), after);
    }
    RowLayout layout = RowLayout.of(sort.fields());
    Operator operator =
        shared(
            sort,
            () -> {
              OrderPlan order = SortOrder.of(sort);
              List<Pipe<EmitUnit>> pipes =
                  emitPipes(streams(sort.input(), List.of()), layout, List.of());
              if (sort.order().isEmpty() && context.mode() == PlanMode.ONCE) {
                return add(
                    new LimitOperator(
                        "Limit", workers(), () -> context.limits(sort), pipes, context.budget()));
              }
              return add(
                  context.mode() == PlanMode.ONCE
                      ? new SortOperator(
                          "Sort",
                          workers(),
                          order,
                          () -> context.limits(sort),
                          pipes,
                          context.budget())
                      : new TopKOperator(
                          "TopK", workers(), order, context.limits(sort), pipes, context.budget()));
            });
    return List.of(rows(operator, sort.fields()).then(after));
  }

  // ---- sharing

  Operator shared(Rel rel, Supplier<Operator> make) {
    ContentHash identity = hashes.of(rel);
    // what is equal has other rows each time it is computed if a function is VOLATILE
    boolean isShared = determinism.of(rel);
    Operator known = isShared ? planned.get(identity) : null;
    if (known == null && isShared) {
      known = context.shared().find(identity);
    }
    if (known == null) {
      List<UnitFactory> reader = preparing;
      UnitContext readerContext = unitContext;
      preparing = new ArrayList<>();
      unitContext = context.unitContext().get();
      known = make.get();
      units.put(known, preparing);
      contexts.put(known, unitContext);
      preparing = reader;
      unitContext = readerContext;
      if (isShared) {
        context.shared().add(identity, rel, known);
      }
    }
    if (isShared) {
      planned.put(identity, known);
    }
    return known;
  }
}
