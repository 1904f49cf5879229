package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.ir.Rel.AggregateCall.Function;
import dev.headrace.ir.Rel.SortKey;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.sql.AggregateBinder.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** Types calls with WITHIN GROUP: of aggregates that are about the order of their rows. */
final class OrderedSetBinder {
  private final Scope scope;
  private final ExpressionBinder arguments;
  private final AggregateBinder calls;
  private final BiConsumer<Expr, SqlNode> direct;

  /**
   * @param direct checks an argument that an aggregate takes once for its rows
   */
  OrderedSetBinder(
      Scope scope,
      ExpressionBinder arguments,
      AggregateBinder calls,
      BiConsumer<Expr, SqlNode> direct) {
    this.scope = scope;
    this.arguments = arguments;
    this.calls = calls;
    this.direct = direct;
  }

  AggregateCall percentile(Parts parts) {
    Operand fraction =
        parts.operands().size() == 1
                && parts.operands().getFirst().getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR
            ? arguments.array((SqlCall) parts.operands().getFirst(), SqlType.DOUBLE)
            : calls.operand(parts, 1, 0);
    SqlType fractionType = arguments.coercion().type(fraction);
    boolean several = fractionType != null && fractionType.kind() == Kind.ARRAY;
    SqlType wanted = several ? SqlType.array(SqlType.DOUBLE) : SqlType.DOUBLE;
    Expr fractions =
        several
            ? arguments.coercion().explicit(fraction, wanted, parts.call().getParserPosition())
            : arguments.coercion().implicit(fraction, wanted);
    direct.accept(fractions, parts.operands().getFirst());
    OrderItem item = onlyItem(parts);
    Operand value = arguments.bind(item.node());
    SqlType valueType = arguments.coercion().type(value);
    boolean interval = valueType != null && valueType.kind() == Kind.INTERVAL;
    boolean continuous = parts.function() == Function.PERCENTILE_CONT && !interval;
    if (continuous && !arguments.coercion().isImplicit(value, SqlType.DOUBLE)) {
      throw scope
          .analysis()
          .unsupported("percentile_cont of type " + Types.name(valueType), parts.call());
    }
    Expr ordered =
        continuous
            ? arguments.coercion().implicit(value, SqlType.DOUBLE)
            : arguments.coercion().standalone(value);
    SqlType type = several ? SqlType.array(Types.unmodified(ordered.type())) : ordered.type();
    return ordered(parts, item, ordered, List.of(calls.column(fractions)), type);
  }

  AggregateCall mode(Parts parts) {
    if (!parts.operands().isEmpty()) {
      throw calls.undefined(parts, false);
    }
    OrderItem item = onlyItem(parts);
    Expr value = arguments.coercion().standalone(arguments.bind(item.node()));
    return ordered(parts, item, value, List.of(), value.type());
  }

  /** The place of a row that is not there. */
  AggregateCall place(Parts parts, SqlType type) {
    int count = parts.operands().size();
    if (count != parts.order().size()) {
      throw calls
          .noFunction(parts.name(), placeTypes(parts), parts.call())
          .withHint(
              "To use the hypothetical-set aggregate "
                  + parts.name()
                  + ", the number of hypothetical direct arguments (here "
                  + count
                  + ") must match the number of ordering columns (here "
                  + parts.order().size()
                  + ").");
    }
    List<Integer> values = new ArrayList<>();
    List<SortKey> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Operand value = calls.operand(parts, count, i);
      Operand ordered = arguments.bind(parts.order().get(i).node());
      List<@Nullable SqlType> types = new ArrayList<>();
      types.add(arguments.coercion().type(value));
      types.add(arguments.coercion().type(ordered));
      SqlType common =
          CommonType.of(
              types,
              "WITHIN GROUP",
              scope.analysis().source(),
              List.of(value.place(), ordered.place()));
      direct.accept(arguments.coercion().standalone(value), parts.operands().get(i));
      values.add(calls.column(arguments.coercion().implicit(value, common)));
      Expr key = arguments.coercion().implicit(ordered, common);
      keys.add(parts.order().get(i).key(calls.column(parts, key)));
    }
    return new AggregateCall(
        parts.function(), keys.getFirst().column(), false, parts.filter(), type, values, keys);
  }

  private String placeTypes(Parts parts) {
    List<SqlNode> nodes = new ArrayList<>(parts.operands());
    parts.order().forEach(item -> nodes.add(item.node()));
    return nodes.stream()
        .map(node -> Types.name(arguments.coercion().type(arguments.bind(node))))
        .collect(Collectors.joining(", "));
  }

  private OrderItem onlyItem(Parts parts) {
    if (parts.order().size() != 1) {
      throw calls.undefined(parts, false);
    }
    return parts.order().getFirst();
  }

  private AggregateCall ordered(
      Parts parts, OrderItem item, Expr value, List<Integer> more, SqlType type) {
    int column = calls.column(parts, value);
    return new AggregateCall(
        parts.function(), column, false, parts.filter(), type, more, List.of(item.key(column)));
  }
}
