package dev.headrace.codegen.spec;

import dev.headrace.ir.Expr;
import dev.headrace.model.SqlType;
import java.util.List;

/** One thing that happens to a record. */
public sealed interface Step {
  /** Keeps the records for which a condition is TRUE. */
  record Filter(Expr predicate) implements Step {
    public Filter {
      if (predicate.type().kind() != SqlType.Kind.BOOLEAN) {
        throw new IllegalArgumentException("predicate of type " + predicate.type());
      }
    }
  }

  /** Replaces the columns; all expressions are evaluated, also those nothing reads. */
  record Project(List<Expr> expressions) implements Step {
    public Project {
      expressions = List.copyOf(expressions);
    }
  }

  /** Types of the columns behind some steps. */
  static List<SqlType> outputTypes(List<SqlType> inputTypes, List<Step> steps) {
    List<SqlType> types = inputTypes;
    for (Step step : steps) {
      if (step instanceof Project project) {
        types = project.expressions().stream().map(Expr::type).toList();
      }
    }
    return types;
  }
}
