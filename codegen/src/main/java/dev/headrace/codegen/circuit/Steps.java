package dev.headrace.codegen.circuit;

import dev.headrace.codegen.spec.Step;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;

/** What stateless nodes of a tree do to a record. */
final class Steps {
  private Steps() {}

  static Step of(Rel.Filter filter) {
    return new Step.Filter(filter.predicate());
  }

  static Step of(Rel.Project project) {
    return new Step.Project(typed(project.expressions(), project.fields()));
  }

  /** The steps behind an input of a union, whose fields may have other modifiers. */
  static List<Step> aligned(Rel input, List<Field> fields, List<Step> after) {
    List<Expr> columns = columns(input.fields());
    List<Expr> typed = typed(columns, fields);
    return typed.equals(columns) ? after : prepend(new Step.Project(typed), after);
  }

  // an expression may have another modifier than its field, on which the bytes of a key depend
  private static List<Expr> typed(List<Expr> expressions, List<Field> fields) {
    List<Expr> typed = new ArrayList<>();
    for (Expr expression : expressions) {
      SqlType type = fields.get(typed.size()).type();
      boolean same = expression.type().equals(type) || type.kind() != SqlType.Kind.NUMERIC;
      typed.add(same ? expression : new Expr.Cast(expression, type));
    }
    return typed;
  }

  static List<Step> prepend(Step step, List<Step> after) {
    List<Step> steps = new ArrayList<>();
    steps.add(step);
    steps.addAll(after);
    return steps;
  }

  /** Whether they do the same to a record however often and on whatever thread they are done. */
  static boolean areDeterministic(List<Step> steps) {
    return steps.stream()
        .allMatch(
            step ->
                switch (step) {
                  case Step.Filter filter -> ExprProperties.isDeterministic(filter.predicate());
                  case Step.Project project ->
                      project.expressions().stream().allMatch(ExprProperties::isDeterministic);
                });
  }

  /** References to all columns. */
  static List<Expr> columns(List<Field> fields) {
    List<Expr> columns = new ArrayList<>();
    for (Field field : fields) {
      columns.add(new Expr.Column(columns.size(), field.type(), field.nullable()));
    }
    return columns;
  }
}
