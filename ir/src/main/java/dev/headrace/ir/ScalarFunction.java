package dev.headrace.ir;

import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * One overload of a scalar SQL function: its SQL signature and the static Java method that is its
 * definition. All functions are strict: a NULL argument gives NULL without a call.
 *
 * <p>The method takes its arguments unboxed: boolean; int (SMALLINT, INTEGER, DATE); long (BIGINT,
 * TIME, TIMESTAMP, TIMESTAMPTZ); float; double; otherwise the carrier object. A result of a slice
 * type has one more parameter, a slice to fill; the method returns that slice or a view of an
 * argument. It may return null (NULL) only if {@link #nullableResult()}, and throws SqlException
 * for bad values.
 *
 * @param name SQL name in lower case
 * @param parameters kinds of the arguments; the last repeats if variadic
 * @param result kind of the result
 * @param variadic whether the last parameter takes one or more arguments; the method then has one
 *     array parameter for them
 * @param nullableResult whether it can give NULL for arguments that are not NULL; its method then
 *     returns the boxed carrier
 * @param volatility when it may be evaluated ahead or again
 * @param owner class of the method
 * @param method name of the method
 */
public record ScalarFunction(
    String name,
    List<Kind> parameters,
    Kind result,
    boolean variadic,
    boolean nullableResult,
    Volatility volatility,
    Class<?> owner,
    String method) {

  /** PostgreSQL's three classes. */
  public enum Volatility {
    /** The same arguments always give the same result: may be folded, may stand in a view. */
    IMMUTABLE,
    /** The same result within a statement, such as {@code now()}. */
    STABLE,
    /** A new result with every call, such as {@code random()}. */
    VOLATILE
  }

  public ScalarFunction {
    parameters = List.copyOf(parameters);
  }

  /** Names the overload in hashes and messages, for example {@code left(text,integer)}. */
  public String signature() {
    StringBuilder text = new StringBuilder(name).append('(');
    for (int i = 0; i < parameters.size(); i++) {
      text.append(i == 0 ? "" : ",").append(parameters.get(i).sqlName());
    }
    return text.append(variadic ? "...)" : ")").toString();
  }

  /** The Java method's type, derived from the SQL signature. */
  public MethodType methodType() {
    Class<?>[] types = new Class<?>[parameters.size() + (fillsSlice() ? 1 : 0)];
    for (int i = 0; i < parameters.size(); i++) {
      Class<?> type = unboxed(parameters.get(i));
      types[i] = variadic && i == parameters.size() - 1 ? type.arrayType() : type;
    }
    if (fillsSlice()) {
      types[parameters.size()] = dev.headrace.model.Slice.class;
    }
    return MethodType.methodType(nullableResult ? result.carrier() : unboxed(result), types);
  }

  /** The Java type of a value of a kind on the operand stack. */
  public static Class<?> unboxed(Kind kind) {
    return MethodType.methodType(kind.carrier()).unwrap().returnType();
  }

  /** Whether the method's last parameter is a slice for its result. */
  public boolean fillsSlice() {
    return result.carrier() == dev.headrace.model.Slice.class;
  }

  /** Whether arguments of these kinds fit exactly; text kinds are interchangeable. */
  public boolean accepts(List<Kind> arguments) {
    int last = parameters.size() - 1;
    if (variadic ? arguments.size() < parameters.size() : arguments.size() != parameters.size()) {
      return false;
    }
    for (int i = 0; i < arguments.size(); i++) {
      Kind parameter = parameters.get(Math.min(i, last));
      Kind argument = arguments.get(i);
      if (parameter != argument && !(parameter.isText() && argument.isText())) {
        return false;
      }
    }
    return true;
  }

  void check(List<Expr> arguments, SqlType type) {
    if (!accepts(arguments.stream().map(a -> a.type().kind()).toList())
        || (type.kind() != result && !(type.kind().isText() && result.isText()))) {
      throw new IllegalArgumentException(
          signature() + " called with " + arguments.stream().map(Expr::type).toList());
    }
  }

  @Override
  public String toString() {
    return signature();
  }
}
