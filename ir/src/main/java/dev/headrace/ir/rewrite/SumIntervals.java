package dev.headrace.ir.rewrite;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.ir.Rel.AggregateCall.Function;
import dev.headrace.ir.RelTransformer;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Sums of intervals as sums of their parts, which can be taken back:
 *
 * <pre>
 * Aggregate sum(x), avg(x) -> Project interval(months, days, micros),
 *                                     interval(months, days, micros) / count
 *                               Aggregate months = sum(x.months), days = sum(x.days),
 *                                         micros = sum(x.micros), count = count(x)
 *                                 Project columns, x.months, x.days, x.micros
 * </pre>
 *
 * <p>With DISTINCT the intervals themselves are needed, and the call stays.
 */
final class SumIntervals implements Rule {
  @Override
  public Rel apply(Rel rel) {
    return rel instanceof Rel.Aggregate aggregate
            && aggregate.calls().stream().anyMatch(SumIntervals::applies)
        ? new Rewrite(aggregate).result()
        : rel;
  }

  private static boolean applies(AggregateCall call) {
    boolean total = call.function() == Function.SUM || call.function() == Function.AVG;
    return total && call.type().kind() == Kind.INTERVAL && !call.distinct();
  }

  /** One aggregation while it is rewritten. */
  private static final class Rewrite {
    private final Rel.Aggregate aggregate;
    private final int keys;
    private final List<Expr> inputs;
    private final List<Field> inputFields;
    private final List<AggregateCall> calls = new ArrayList<>();

    Rewrite(Rel.Aggregate aggregate) {
      this.aggregate = aggregate;
      this.keys = aggregate.keys().size();
      this.inputs = new ArrayList<>(RelTransformer.columns(aggregate.input()));
      this.inputFields = new ArrayList<>(aggregate.input().fields());
    }

    Rel result() {
      List<Expr> results = new ArrayList<>();
      for (int key = 0; key < keys; key++) {
        Field field = aggregate.fields().get(key);
        results.add(new Expr.Column(key, field.type(), field.nullable()));
      }
      for (int i = 0; i < aggregate.calls().size(); i++) {
        AggregateCall call = aggregate.calls().get(i);
        boolean nullable = aggregate.fields().get(keys + i).nullable();
        results.add(applies(call) ? interval(call) : call(call, nullable));
      }
      List<Field> fields = new ArrayList<>(aggregate.fields().subList(0, keys));
      for (AggregateCall call : calls) {
        boolean counts = call.function() == Function.COUNT;
        fields.add(new Field("?column?", call.type(), !counts));
      }
      Rel input = new Rel.Project(aggregate.input(), inputs, inputFields);
      return new Rel.Project(
          new Rel.Aggregate(input, aggregate.keys(), calls, fields), results, aggregate.fields());
    }

    /** The result of a call that is there only once. */
    private Expr.Column call(AggregateCall call, boolean nullable) {
      int at = calls.indexOf(call);
      if (at < 0) {
        at = calls.size();
        calls.add(call);
      }
      boolean counts = call.function() == Function.COUNT;
      return new Expr.Column(keys + at, call.type(), nullable || !counts);
    }

    private Expr interval(AggregateCall call) {
      Expr months = sum("$interval_months", SqlType.INTEGER, SqlType.BIGINT, call);
      Expr days = sum("$interval_days", SqlType.INTEGER, SqlType.BIGINT, call);
      Expr micros = sum("$interval_micros", SqlType.BIGINT, SqlType.NUMERIC, call);
      if (call.function() == Function.SUM) {
        return function("$interval_sum", SqlType.INTERVAL, List.of(months, days, micros));
      }
      AggregateCall count =
          new AggregateCall(Function.COUNT, call.argument(), false, call.filter(), SqlType.BIGINT);
      return function(
          "$interval_average", SqlType.INTERVAL, List.of(months, days, micros, call(count, false)));
    }

    private Expr sum(String part, SqlType partType, SqlType sumType, AggregateCall call) {
      Expr value = function(part, partType, List.of(inputs.get(call.argument())));
      int at = inputs.indexOf(value);
      if (at < 0) {
        at = inputs.size();
        inputs.add(value);
        inputFields.add(new Field("?column?", partType, value.nullable()));
      }
      return call(new AggregateCall(Function.SUM, at, false, call.filter(), sumType), true);
    }

    private static Expr function(String name, SqlType type, List<Expr> arguments) {
      Kind[] kinds = arguments.stream().map(each -> each.type().kind()).toArray(Kind[]::new);
      return new Expr.Call(ScalarFunctions.require(name, kinds), arguments, type);
    }
  }
}
