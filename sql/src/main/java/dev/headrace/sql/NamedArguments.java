package dev.headrace.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * Arguments by their names, {@code make_interval(days => 10)}, and those that are left out: puts
 * them where the function has them.
 */
final class NamedArguments {
  /** A parameter; without a default it must be given. */
  private record Parameter(String name, @Nullable String otherwise) {}

  private static final String DATE = "year month day";
  private static final String CHANGE = "jsonb_in path replacement ";

  private static final Map<String, List<Parameter>> FUNCTIONS =
      Map.of(
          "make_interval", parameters("years=0 months=0 weeks=0 days=0 hours=0 mins=0 secs=0"),
          "make_date", parameters(DATE),
          "make_time", parameters("hour min sec"),
          "make_timestamp", parameters("year month mday hour min sec"),
          "jsonb_set", parameters(CHANGE + "create_if_missing=true"),
          "jsonb_set_lax",
              parameters(CHANGE + "create_if_missing=true null_value_treatment='use_json_null'"),
          "jsonb_insert", parameters(CHANGE + "insert_after=false"),
          "parse_ident", parameters("str strict=true"));

  private NamedArguments() {}

  private static List<Parameter> parameters(String text) {
    return Arrays.stream(text.split(" "))
        .map(word -> word.split("="))
        .map(word -> new Parameter(word[0], word.length > 1 ? word[1] : null))
        .toList();
  }

  /** Whether an argument has a name. */
  static boolean any(SqlCall call) {
    return call.getOperandList().stream().anyMatch(NamedArguments::isNamed);
  }

  private static boolean isNamed(SqlNode node) {
    return node != null && node.getKind() == SqlKind.ARGUMENT_ASSIGNMENT;
  }

  /** The name that an argument is given by; empty for one that has its place. */
  static String name(SqlNode argument) {
    return isNamed(argument) ? ((SqlIdentifier) ((SqlCall) argument).operand(1)).getSimple() : "";
  }

  /** What is given. */
  static SqlNode value(SqlNode argument) {
    return isNamed(argument) ? ((SqlCall) argument).operand(0) : argument;
  }

  /**
   * The arguments in the order of the function's parameters, defaults for those that are not given;
   * null if there is no such function.
   */
  static @Nullable List<SqlNode> arranged(String function, SqlCall call) {
    List<Parameter> parameters = FUNCTIONS.get(function);
    if (parameters == null || call.operandCount() > parameters.size()) {
      return any(call) ? null : call.getOperandList();
    }
    @Nullable SqlNode[] arguments = new SqlNode[parameters.size()];
    Set<String> names = new HashSet<>();
    for (int i = 0; i < call.operandCount(); i++) {
      SqlNode argument = call.operand(i);
      String name = name(argument);
      int at = name.isEmpty() ? i : index(parameters, name);
      if (at < 0 || arguments[at] != null || (name.isEmpty() && !names.isEmpty())) {
        return null;
      }
      arguments[at] = value(argument);
      names.addAll(name.isEmpty() ? Set.of() : Set.of(name));
    }
    List<SqlNode> arranged = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      SqlNode argument = arguments[i];
      String otherwise = parameters.get(i).otherwise;
      if (argument == null && otherwise == null) {
        return any(call) ? null : call.getOperandList();
      }
      arranged.add(argument == null ? literal(otherwise, call) : argument);
    }
    return arranged;
  }

  private static int index(List<Parameter> parameters, String name) {
    return parameters.stream().map(Parameter::name).toList().indexOf(name);
  }

  private static SqlNode literal(@Nullable String text, SqlCall call) {
    return switch (text) {
      case "true", "false" ->
          SqlLiteral.createBoolean(text.equals("true"), call.getParserPosition());
      case "0" -> SqlLiteral.createExactNumeric("0", call.getParserPosition());
      case null, default ->
          SqlLiteral.createCharString(
              String.valueOf(text).replace("'", ""), call.getParserPosition());
    };
  }
}
