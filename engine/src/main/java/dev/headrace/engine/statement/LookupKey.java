package dev.headrace.engine.statement;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Interpreter;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.KeyCodec;
import java.util.List;

/** Makes the key of the row that a lookup asks for, run after run. Not thread-safe. */
final class LookupKey {
  private final Expr[] values;
  private final Interpreter interpreter = new Interpreter();
  private final ByteOutput key = new ByteOutput();

  /**
   * A key.
   *
   * @param values of its columns, expressions without columns, of the columns' kinds
   */
  LookupKey(List<Expr> values) {
    this.values = values.toArray(Expr[]::new);
  }

  /** Makes the key for parameters; false if part of it is NULL, so that no row has it. */
  boolean encode(ParameterRow parameters) {
    key.clear();
    for (Expr value : values) {
      Object part = interpreter.evaluate(value, parameters);
      if (part == null) {
        return false;
      }
      KeyCodec.encode(value.type(), part, KeyCodec.Order.ASCENDING, key);
    }
    return true;
  }

  byte[] bytes() {
    return key.bytes();
  }

  int length() {
    return key.length();
  }
}
