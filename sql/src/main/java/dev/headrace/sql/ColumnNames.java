package dev.headrace.sql;

import dev.headrace.sql.grammar.PostgresOperators;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.jspecify.annotations.Nullable;

/** The name of a column of a SELECT list without AS (PostgreSQL: FigureColname). */
final class ColumnNames {
  static final String NONE = "?column?";

  private ColumnNames() {}

  /** All names in some nodes that may be a column's; that of {@code t.*} is empty. */
  static Set<String> mentioned(List<SqlNode> nodes) {
    Set<String> names = new HashSet<>();
    nodes.forEach(node -> mentioned(node, names));
    return names;
  }

  private static void mentioned(@Nullable SqlNode node, Set<String> names) {
    switch (node) {
      case SqlIdentifier name when name.isStar() -> {
        if (name.names.size() > 1) {
          names.add("");
        }
      }
      case SqlIdentifier name -> names.add(name.names.getLast());
      case SqlCall call -> call.getOperandList().forEach(n -> mentioned(n, names));
      case SqlNodeList list -> list.getList().forEach(n -> mentioned(n, names));
      case null, default -> {}
    }
  }

  static String of(SqlNode node) {
    String name = nameOrNull(node);
    return name == null ? NONE : name;
  }

  private static @Nullable String nameOrNull(SqlNode node) {
    return switch (node) {
      case SqlIdentifier identifier -> identifier.names.getLast();
      case SqlCase choice -> {
        String name = ownName(choice);
        yield name == null ? "case" : name;
      }
      case SqlSelect select -> {
        SqlNode item = select.getSelectList().get(0);
        yield item.getKind() == SqlKind.AS
            ? ((SqlIdentifier) ((SqlCall) item).operand(1)).getSimple()
            : of(item);
      }
      case SqlOrderBy order -> nameOrNull(order.query);
      case SqlWith with -> nameOrNull(with.body);
      case SqlCall call -> ofCall(call);
      default -> null;
    };
  }

  /** The name, if it is none that CAST or CASE would only give for want of a better one. */
  private static @Nullable String ownName(SqlNode node) {
    return switch (node) {
      case SqlCase choice -> {
        SqlNode otherwise = choice.getElseOperand();
        yield otherwise == null ? null : ownName(otherwise);
      }
      case SqlCall call when call.getKind() == SqlKind.CAST -> ownName(call.operand(0));
      case SqlCall call when call.getOperator().equals(PostgresOperators.TYPED_LITERAL) -> null;
      default -> nameOrNull(node);
    };
  }

  private static @Nullable String ofCall(SqlCall call) {
    if (call.getOperator().equals(PostgresOperators.TYPED_LITERAL)) {
      String type = ((SqlIdentifier) call.operand(0)).getSimple();
      return typeName(TypeNames.nameOfLiteral(type));
    }
    if (call.getOperator().equals(PostgresOperators.COLLATE)) {
      return nameOrNull(call.operand(0));
    }
    if (call.getOperator().equals(PostgresOperators.AT_TIME_ZONE)) {
      return "timezone";
    }
    if (call.getOperator().equals(SqlStdOperatorTable.TRIM)) {
      return switch (((SqlLiteral) call.operand(0)).getValueAs(SqlTrimFunction.Flag.class)) {
        case BOTH -> "btrim";
        case LEADING -> "ltrim";
        case TRAILING -> "rtrim";
      };
    }
    return switch (call.getKind()) {
      case CAST -> {
        String name = ownName(call.operand(0));
        yield name == null
            ? typeName(((SqlDataTypeSpec) call.operand(1)).getTypeName().names.getLast())
            : name;
      }
      case FILTER, OVER, WITHIN_GROUP, ITEM -> nameOrNull(call.operand(0));
      case EXISTS -> "exists";
      case EXTRACT -> "extract";
      case OVERLAPS -> "overlaps";
      case POSITION -> "position";
      case ARRAY_VALUE_CONSTRUCTOR, ARRAY_QUERY_CONSTRUCTOR -> "array";
      case ROW -> "row";
      case UNION, INTERSECT, EXCEPT -> nameOrNull(call.operand(0));
      case VALUES -> "column1";
      default ->
          call.getOperator() instanceof org.apache.calcite.sql.SqlFunction
              ? call.getOperator().getName().toLowerCase(Locale.ROOT)
              : null;
    };
  }

  private static String typeName(String name) {
    return switch (name) {
      case "int", "integer" -> "int4";
      case "smallint" -> "int2";
      case "bigint" -> "int8";
      case "real" -> "float4";
      case "double", "float" -> "float8";
      case "boolean" -> "bool";
      case "decimal", "dec" -> "numeric";
      case "char", "character" -> "bpchar";
      default -> name;
    };
  }
}
