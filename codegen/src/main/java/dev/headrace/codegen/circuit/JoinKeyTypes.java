package dev.headrace.codegen.circuit;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the two sides of a join key one type. Sides meet by the bytes of their keys, and those
 * depend on a type's modifier: 1.5 is 1.500 in a NUMERIC(12,3), but not in a NUMERIC.
 */
final class JoinKeyTypes {
  private final Rel.Join original;
  private final Side left;
  private final Side right;
  private final List<Rel.Join.Key> keys = new ArrayList<>();

  private JoinKeyTypes(Rel.Join original) {
    this.original = original;
    this.left = new Side(original.left());
    this.right = new Side(original.right());
    for (Rel.Join.Key key : original.keys()) {
      keys.add(
          differ(original, key)
              ? new Rel.Join.Key(
                  left.unmodified(key.left()), right.unmodified(key.right()), key.nullsMatch())
              : key);
    }
  }

  private static boolean differ(Rel.Join join, Rel.Join.Key key) {
    SqlType left = join.left().fields().get(key.left()).type();
    SqlType right = join.right().fields().get(key.right()).type();
    boolean modified = left.kind() == SqlType.Kind.NUMERIC || left.kind() == SqlType.Kind.CHAR;
    return modified && !left.equals(right);
  }

  /** Whether keys of the join have different types. */
  static boolean differ(Rel.Join join) {
    return join.keys().stream().anyMatch(key -> differ(join, key));
  }

  /** The join with more columns on both sides: its keys. {@link #columns} are the original ones. */
  static JoinKeyTypes unified(Rel.Join join) {
    return new JoinKeyTypes(join);
  }

  Rel.Join join() {
    int width = original.left().fields().size();
    int added = left.columns.size() - width;
    Expr residual =
        original.residual() == null
            ? null
            : ExprTransformer.remap(
                original.residual(), column -> column < width ? column : column + added);
    return new Rel.Join(original.kind(), left.rel(), right.rel(), keys, residual);
  }

  /** The original join's columns over those of {@link #join()}. */
  List<Expr> columns() {
    int width = original.left().fields().size();
    int added = left.columns.size() - width;
    List<Expr> columns = new ArrayList<>();
    for (Field field : original.fields()) {
      int index = columns.size();
      columns.add(
          new Expr.Column(index < width ? index : index + added, field.type(), field.nullable()));
    }
    return columns;
  }

  /** An input with more columns. */
  private static final class Side {
    private final Rel input;
    private final List<Expr> columns = new ArrayList<>();
    private final List<Field> fields;

    Side(Rel input) {
      this.input = input;
      this.fields = new ArrayList<>(input.fields());
      for (Field field : input.fields()) {
        columns.add(new Expr.Column(columns.size(), field.type(), field.nullable()));
      }
    }

    /** Adds a column's value as one of the type without a modifier. */
    int unmodified(int column) {
      Expr value = columns.get(column);
      SqlType type = value.type().kind() == SqlType.Kind.CHAR ? SqlType.TEXT : SqlType.NUMERIC;
      Expr cast = value.type().equals(type) ? value : new Expr.Cast(value, type);
      columns.add(cast);
      fields.add(new Field(fields.get(column).name(), type, cast.nullable()));
      return columns.size() - 1;
    }

    Rel rel() {
      return new Rel.Project(input, columns, fields);
    }
  }
}
