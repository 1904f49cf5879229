package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.text.TypeOids;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/** Functions that take a NULL for something, or a word, which those of the registry do not. */
final class LenientCalls {
  private final FunctionCalls functions;
  private final ExpressionBinder binder;
  private final Coercion coercion;

  LenientCalls(FunctionCalls functions, ExpressionBinder binder) {
    this.functions = functions;
    this.binder = binder;
    this.coercion = binder.coercion();
  }

  /** STRING_TO_ARRAY takes NULL for no separator, and for no text that stands for NULL. */
  Expr splitting(SqlCall call) {
    List<Operand> operands = functions.operands(call);
    boolean noNulls = operands.size() == 3 && operands.get(2) instanceof Operand.Null;
    List<Operand> given = noNulls ? operands.subList(0, 2) : operands;
    if (given.size() < 2 || !(given.get(1) instanceof Operand.Null)) {
      return functions.named("string_to_array", given, call);
    }
    List<Expr> texts = new ArrayList<>();
    texts.add(coercion.implicit(given.getFirst(), SqlType.TEXT));
    given.stream().skip(2).forEach(nulls -> texts.add(coercion.implicit(nulls, SqlType.TEXT)));
    List<Kind> kinds = texts.stream().map(_ -> Kind.TEXT).toList();
    return new Expr.Call(
        ScalarFunctions.require("$characters", kinds.toArray(Kind[]::new)),
        texts,
        SqlType.array(SqlType.TEXT));
  }

  /** NORMALIZE takes the form as a word, NFC without one. */
  List<Operand> withForm(SqlCall call) {
    List<Operand> operands = new ArrayList<>(List.of(binder.bind(call.operand(0))));
    SqlNode form = call.operandCount() == 2 ? call.operand(1) : null;
    if (call.operandCount() > 2) {
      return functions.operands(call);
    }
    if (form == null) {
      operands.add(new Operand.Text("nfc", call.getParserPosition()));
    } else if (form instanceof SqlIdentifier word && word.isSimple()) {
      operands.add(new Operand.Text(word.getSimple(), word.getParserPosition()));
    } else {
      operands.add(binder.bind(form));
    }
    return operands;
  }

  /** JSONB_SET_LAX, which is told what a NULL for the new value means. */
  Expr set(List<Operand> operands, SqlCall call) {
    if (operands.size() != 5) {
      return functions.named("jsonb_set_lax", operands, call);
    }
    Expr json = coercion.implicit(operands.get(0), SqlType.JSONB);
    Expr path = coercion.implicit(operands.get(1), SqlType.array(SqlType.TEXT));
    Expr value = coercion.implicit(operands.get(2), SqlType.JSONB);
    Expr create = coercion.implicit(operands.get(3), SqlType.BOOLEAN);
    Expr treatment = coercion.implicit(operands.get(4), SqlType.TEXT);
    Expr set =
        new Expr.Call(
            ScalarFunctions.require("jsonb_set", Kind.JSONB, Kind.ARRAY, Kind.JSONB, Kind.BOOLEAN),
            List.of(json, path, value, create),
            SqlType.JSONB);
    Expr treated =
        new Expr.Call(
            ScalarFunctions.require("$set_null", Kind.JSONB, Kind.ARRAY, Kind.BOOLEAN, Kind.TEXT),
            List.of(json, path, create, treatment),
            SqlType.JSONB);
    return new Expr.Case(
        List.of(new Expr.Case.Branch(new Expr.IsNull(value), treated)), set, SqlType.JSONB);
  }

  /** FORMAT_TYPE takes NULL for no modifier. */
  Expr formatType(SqlCall call) {
    List<Operand> operands = new ArrayList<>(functions.operands(call));
    if (operands.size() == 2) {
      Expr modifier = coercion.implicit(operands.get(1), SqlType.INTEGER);
      Expr given =
          new Expr.Coalesce(
              List.of(modifier, new Literal(TypeOids.NO_TYPMOD, SqlType.INTEGER)), SqlType.INTEGER);
      operands.set(1, binder.typed(modifier.nullable() ? given : modifier, call));
    }
    return functions.named("format_type", operands, call);
  }

  /** PG_NOTIFY takes NULL for the empty text. */
  Operand orEmpty(Operand text, SqlCall call) {
    SqlType type = coercion.type(text);
    if (type != null && !type.kind().isText()) {
      return text;
    }
    Expr given = coercion.implicit(text, SqlType.TEXT);
    Expr empty = new Literal(Slice.of(""), SqlType.TEXT);
    return binder.typed(
        given.nullable() ? new Expr.Coalesce(List.of(given, empty), SqlType.TEXT) : given, call);
  }
}
