package dev.headrace.ir.rewrite;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;

/** {@code Project (all columns of x in order) (x) -> x}, whatever the names. */
final class RemoveIdentityProject implements Rule {
  @Override
  public Rel apply(Rel rel) {
    return rel instanceof Rel.Project project && isIdentity(project) ? project.input() : rel;
  }

  static boolean isIdentity(Rel.Project project) {
    int columns = project.input().fields().size();
    if (project.expressions().size() != columns) {
      return false;
    }
    for (int i = 0; i < columns; i++) {
      boolean same =
          project.expressions().get(i) instanceof Expr.Column column
              && column.index() == i
              && column.type().equals(project.fields().get(i).type());
      if (!same) {
        return false;
      }
    }
    return true;
  }
}
