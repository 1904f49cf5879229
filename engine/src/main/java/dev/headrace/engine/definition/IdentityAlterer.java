package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Sequence;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Notice;
import dev.headrace.model.SqlException;
import dev.headrace.sql.AlterAction;
import dev.headrace.sql.Catalog.ColumnRole;
import dev.headrace.sql.ParsedExpression;
import dev.headrace.sql.SequenceOptions;
import java.util.Optional;

/** ALTER TABLE ... ADD, SET and DROP IDENTITY. */
final class IdentityAlterer {
  private final DefinitionContext context;
  private final Alteration alteration;
  private final TableShape shape;
  private final BaseRelation table;
  private final SequenceDefiner sequences;

  IdentityAlterer(Alteration alteration) {
    this.context = alteration.context();
    this.alteration = alteration;
    this.shape = alteration.shape();
    this.table = alteration.table();
    this.sequences = new SequenceDefiner(context);
  }

  void add(AlterAction.AddIdentity add) {
    int index = shape.require(add.column());
    TableShape.Column column = shape.columns().get(index);
    if (column.field().nullable()) {
      throw identityError(add.column(), " must be declared NOT NULL before identity can be added");
    }
    if (column.role() != ColumnRole.ORDINARY) {
      throw identityError(add.column(), " is already an identity column");
    }
    if (column.defaultValue().isPresent()) {
      throw identityError(add.column(), " already has a default value");
    }
    ParsedExpression next =
        sequences.ofColumn(
            table.name(), table.oid(), column.field(), add.identity().options(), true);
    ColumnRole role = add.identity().always() ? ColumnRole.IDENTITY_ALWAYS : ColumnRole.IDENTITY;
    shape.set(
        index,
        new TableShape.Column(
            column.field(), Optional.of(next), role, column.value(), column.origin()));
  }

  private SqlException identityError(String column, String what) {
    return new SqlException(
        ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
        "column "
            + SqlException.quote(column)
            + " of relation "
            + SqlException.quote(table.simpleName())
            + what);
  }

  /** What a column's identity has against that it can be NULL. */
  static void requireNone(TableShape.Column column, BaseRelation table) {
    if (isIdentity(column)) {
      throw new SqlException(
          ErrorCode.SYNTAX_ERROR,
          "column "
              + SqlException.quote(column.field().name())
              + " of relation "
              + SqlException.quote(table.simpleName())
              + " is an identity column");
    }
  }

  /** The sequence of an identity has the type of its column. */
  void follow(TableShape.Column column) {
    if (isIdentity(column)) {
      TableDefiner.requireIntegral(column.field());
      sequence(column.field().name())
          .ifPresent(
              s -> sequences.change(s, SequenceOptions.NONE.withType(column.field().type())));
    }
  }

  private static boolean isIdentity(TableShape.Column column) {
    return column.role() == ColumnRole.IDENTITY || column.role() == ColumnRole.IDENTITY_ALWAYS;
  }

  private Optional<Sequence> sequence(String column) {
    return context.catalog().sequencesOf(table).stream()
        .filter(s -> s.owner().filter(o -> o.identity() && o.column().equals(column)).isPresent())
        .findFirst();
  }

  void set(AlterAction.SetIdentity set) {
    int index = shape.require(set.column());
    TableShape.Column column = shape.columns().get(index);
    if (!isIdentity(column)) {
      throw identityError(set.column(), " is not an identity column");
    }
    ColumnRole role =
        set.always()
            .map(always -> always ? ColumnRole.IDENTITY_ALWAYS : ColumnRole.IDENTITY)
            .orElse(column.role());
    shape.set(
        index,
        new TableShape.Column(
            column.field(), column.defaultValue(), role, column.value(), column.origin()));
    if (!set.options().equals(SequenceOptions.NONE)) {
      sequence(set.column()).ifPresent(s -> sequences.change(s, set.options()));
    }
  }

  void drop(AlterAction.DropIdentity drop) {
    int index = shape.require(drop.column());
    TableShape.Column column = shape.columns().get(index);
    if (!isIdentity(column)) {
      if (drop.ifExists()) {
        alteration
            .notices()
            .add(
                Notice.of(
                    identityError(drop.column(), " is not an identity column, skipping")
                        .message()));
        return;
      }
      throw identityError(drop.column(), " is not an identity column");
    }
    sequence(drop.column())
        .ifPresent(s -> context.define(catalog -> catalog.withoutSequence(s.name())));
    shape.set(
        index,
        new TableShape.Column(
            column.field(),
            Optional.empty(),
            ColumnRole.ORDINARY,
            column.value(),
            column.origin()));
  }
}
