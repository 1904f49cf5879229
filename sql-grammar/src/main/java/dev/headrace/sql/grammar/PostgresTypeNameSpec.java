package dev.headrace.sql.grammar;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/** A type as written: name, modifiers in parentheses, array brackets. */
public final class PostgresTypeNameSpec extends SqlTypeNameSpec {
  private final List<Integer> modifiers;
  private final boolean array;

  PostgresTypeNameSpec(
      SqlIdentifier name, List<Integer> modifiers, boolean array, SqlParserPos position) {
    super(name, position);
    this.modifiers = List.copyOf(modifiers);
    this.array = array;
  }

  public List<Integer> modifiers() {
    return modifiers;
  }

  public boolean isArray() {
    return array;
  }

  @Override
  public RelDataType deriveType(SqlValidator validator) {
    throw new UnsupportedOperationException("types are resolved by the analyzer");
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
    getTypeName().unparse(writer, leftPrecedence, rightPrecedence);
  }

  @Override
  public boolean equalsDeep(SqlTypeNameSpec spec, Litmus litmus) {
    return spec instanceof PostgresTypeNameSpec other
            && getTypeName().equalsDeep(other.getTypeName(), litmus)
            && modifiers.equals(other.modifiers)
            && array == other.array
        ? litmus.succeed()
        : litmus.fail("{} differs from {}", this, spec);
  }
}
