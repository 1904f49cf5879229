package dev.headrace.sql;

import dev.headrace.ir.Rel.AggregateCall.Function;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** Which functions are aggregates. */
final class AggregateNames {
  private static final Map<String, Function> FUNCTIONS =
      Map.ofEntries(
          Map.entry("count", Function.COUNT),
          Map.entry("sum", Function.SUM),
          Map.entry("avg", Function.AVG),
          Map.entry("min", Function.MIN),
          Map.entry("max", Function.MAX),
          Map.entry("bool_and", Function.BOOL_AND),
          Map.entry("every", Function.BOOL_AND),
          Map.entry("bool_or", Function.BOOL_OR),
          Map.entry("string_agg", Function.STRING_AGG),
          Map.entry("array_agg", Function.ARRAY_AGG),
          Map.entry("json_agg", Function.JSONB_AGG),
          Map.entry("jsonb_agg", Function.JSONB_AGG),
          Map.entry("json_object_agg", Function.JSONB_OBJECT_AGG),
          Map.entry("jsonb_object_agg", Function.JSONB_OBJECT_AGG),
          Map.entry("bit_and", Function.BIT_AND),
          Map.entry("bit_or", Function.BIT_OR),
          Map.entry("bit_xor", Function.BIT_XOR),
          Map.entry("var_pop", Function.VAR_POP),
          Map.entry("var_samp", Function.VAR_SAMP),
          Map.entry("variance", Function.VAR_SAMP),
          Map.entry("stddev_pop", Function.STDDEV_POP),
          Map.entry("stddev_samp", Function.STDDEV_SAMP),
          Map.entry("stddev", Function.STDDEV_SAMP),
          Map.entry("corr", Function.CORR),
          Map.entry("covar_pop", Function.COVAR_POP),
          Map.entry("covar_samp", Function.COVAR_SAMP),
          Map.entry("regr_count", Function.REGR_COUNT),
          Map.entry("regr_avgx", Function.REGR_AVGX),
          Map.entry("regr_avgy", Function.REGR_AVGY),
          Map.entry("regr_sxx", Function.REGR_SXX),
          Map.entry("regr_syy", Function.REGR_SYY),
          Map.entry("regr_sxy", Function.REGR_SXY),
          Map.entry("regr_slope", Function.REGR_SLOPE),
          Map.entry("regr_intercept", Function.REGR_INTERCEPT),
          Map.entry("regr_r2", Function.REGR_R2),
          Map.entry("percentile_cont", Function.PERCENTILE_CONT),
          Map.entry("percentile_disc", Function.PERCENTILE_DISC),
          Map.entry("mode", Function.MODE));

  /** Aggregates behind WITHIN GROUP only; elsewhere they are window functions. */
  private static final Map<String, Function> HYPOTHETICAL =
      Map.of(
          "rank", Function.RANK,
          "dense_rank", Function.DENSE_RANK,
          "percent_rank", Function.PERCENT_RANK,
          "cume_dist", Function.CUME_DIST);

  /** Stands among the aggregates, but is about the groups themselves. */
  static final String GROUPING = "grouping";

  private AggregateNames() {}

  /** The aggregate of a name, or null. */
  static @Nullable Function function(String name) {
    return FUNCTIONS.get(name);
  }

  /** The aggregate of a name that WITHIN GROUP follows, or null. */
  static @Nullable Function ordered(String name) {
    Function hypothetical = HYPOTHETICAL.get(name);
    return hypothetical == null ? FUNCTIONS.get(name) : hypothetical;
  }

  /** The name of the function that is called, without the schema that all are in. */
  static String name(SqlCall call) {
    String name = call.getOperator().getName().toLowerCase(Locale.ROOT);
    return name.startsWith("pg_catalog.") ? name.substring(11) : name;
  }

  /** Whether a node is itself a call of an aggregate, FILTER included. */
  static boolean isCall(SqlNode node) {
    if (node.getKind() == SqlKind.FILTER || node.getKind() == SqlKind.WITHIN_GROUP) {
      return true;
    }
    if (!(node instanceof SqlCall call) || node.getKind() == SqlKind.OVER) {
      return false;
    }
    String name = name(call);
    return FUNCTIONS.containsKey(name) || name.equals(GROUPING);
  }

  /** Whether there is an aggregate call in an expression, outside of its subqueries. */
  static boolean anyCall(@Nullable SqlNode node) {
    return firstCall(node) != null;
  }

  /** The first aggregate call in an expression, outside of its subqueries, or null. */
  static @Nullable SqlNode firstCall(@Nullable SqlNode node) {
    if (node == null || isCall(node)) {
      return node;
    }
    if (!Subqueries.isQuery(node)) {
      for (SqlNode part : WindowNodes.parts(node)) {
        SqlNode call = firstCall(part);
        if (call != null) {
          return call;
        }
      }
    }
    return null;
  }

  /** Aggregates whose results show in which order the rows came. */
  static boolean keepsOrder(Function function) {
    return switch (function) {
      case STRING_AGG, ARRAY_AGG, JSONB_AGG, JSONB_OBJECT_AGG -> true;
      default -> false;
    };
  }

  /**
   * Whether an expression has a call, outside of its subqueries, whose result shows in which order
   * the rows came: of such an aggregate or of a window function.
   */
  static boolean showsOrder(@Nullable SqlNode node) {
    if (node == null || Subqueries.isQuery(node)) {
      return false;
    }
    if (node.getKind() == SqlKind.OVER) {
      return true;
    }
    Function function = node instanceof SqlCall call ? FUNCTIONS.get(name(call)) : null;
    return (function != null && keepsOrder(function))
        || WindowNodes.parts(node).stream().anyMatch(AggregateNames::showsOrder);
  }

  /** Aggregates whose rows' order is given by WITHIN GROUP. */
  static boolean isOrderedSet(Function function) {
    return switch (function) {
      case PERCENTILE_CONT, PERCENTILE_DISC, MODE, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST ->
          true;
      default -> false;
    };
  }
}
