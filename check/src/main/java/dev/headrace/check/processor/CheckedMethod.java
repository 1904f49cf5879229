package dev.headrace.check.processor;

import dev.headrace.model.SqlType;
import java.util.List;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/**
 * A method whose statement is right.
 *
 * @param sql as JDBC reads it
 * @param bindings for each question mark
 * @param result of a method that gives rows; null for one that changes rows
 * @param batch the parameter with the elements of a batch, and their type; null if it is none
 * @param handlings of violated constraints
 */
record CheckedMethod(
    ExecutableElement method,
    String sql,
    List<Binding> bindings,
    RowShape.@Nullable Result result,
    @Nullable Batch batch,
    List<Handling> handlings) {
  /**
   * A value for a question mark.
   *
   * @param name of the parameter in the statement
   */
  record Binding(String name, Arguments.Argument argument, SqlType type) {}

  /** The elements a statement is run with. */
  record Batch(String parameter, String elementType) {}

  /**
   * What is done when a constraint is violated.
   *
   * @param thrown the class of an exception
   * @param withText whether that is made with a text and the cause, not with the cause alone
   */
  record Handling(String constraint, String thrown, boolean withText) {}

  /** The same with what is done about violated constraints. */
  CheckedMethod with(List<Handling> others) {
    return new CheckedMethod(method, sql, bindings, result, batch, others);
  }
}
