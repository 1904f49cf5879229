package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Index;
import dev.headrace.engine.database.KeyColumn;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Scans;
import dev.headrace.engine.database.SystemRelation;
import dev.headrace.engine.database.UserTypes;
import dev.headrace.engine.database.View;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.sql.AlterAction;
import dev.headrace.sql.Catalog.ColumnRole;
import dev.headrace.sql.ObjectName;
import dev.headrace.sql.ParsedExpression;
import dev.headrace.sql.SqlParser;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Where a type is used. */
final class TypeUses {
  /** Literals that are written in other ways than between apostrophes. */
  private static final Pattern OTHER_LITERALS =
      Pattern.compile("\\b(e|u&)'|\\$\\w*\\$", Pattern.CASE_INSENSITIVE);

  private final DefinitionContext context;
  private final SqlType type;
  private final String name;

  TypeUses(DefinitionContext context, SqlType type) {
    this.context = context;
    this.type = type;
    this.name = UserTypes.nameOf(type);
  }

  private Catalog catalog() {
    return context.catalog();
  }

  private boolean isOf(SqlType other) {
    return other.equals(type) || type.equals(other.element());
  }

  private boolean hasOne(List<Field> fields) {
    return fields.stream().anyMatch(field -> isOf(field.type()));
  }

  // ---- what depends on it

  /** A column of the type, or of arrays of it. */
  record Column(BaseRelation table, String name) {}

  List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (Relation relation : catalog().relations()) {
      if (relation instanceof BaseRelation base) {
        base.fields().stream()
            .filter(field -> isOf(field.type()))
            .forEach(field -> columns.add(new Column(base, field.name())));
      }
    }
    return columns;
  }

  /** The views whose texts name it. */
  List<Relation> views() {
    return catalog().relations().stream()
        .filter(
            relation ->
                relation.definition().filter(view -> view.relations().contains(name)).isPresent())
        .toList();
  }

  /**
   * An expression of a table.
   *
   * @param described as messages call what it belongs to
   * @param ofColumn whether it goes away with a column of the type
   * @param removal takes away what it belongs to
   */
  record Expression(String described, boolean ofColumn, Statement removal) {}

  /** The expressions that name the type and do not go away with columns of it. */
  List<Expression> expressions() {
    return expressions(
            text ->
                SqlParser.expression(text).types().stream()
                    .map(Catalog::unqualified)
                    .anyMatch(name::equals))
        .stream()
        .filter(expression -> !expression.ofColumn())
        .toList();
  }

  private List<Expression> expressions(Predicate<String> found) {
    List<Expression> uses = new ArrayList<>();
    for (Relation relation : catalog().relations()) {
      if (relation instanceof BaseRelation table) {
        defaults(table, found, uses);
        checks(table, found, uses);
      }
      for (Index index : catalog().indexesOf(relation)) {
        index(relation, index, found, uses);
      }
    }
    return uses;
  }

  private void defaults(BaseRelation table, Predicate<String> found, List<Expression> uses) {
    for (int i = 0; i < table.defaults().size(); i++) {
      Optional<ParsedExpression> value = table.defaults().get(i);
      if (value.isPresent() && found.test(value.get().text())) {
        String column = table.fields().get(i).name();
        boolean generated = table.roles().get(i) == ColumnRole.GENERATED;
        uses.add(
            new Expression(
                (generated ? "column " : "default value for column ") + column + of(table, " of "),
                isOf(table.fields().get(i).type()),
                alter(
                    table,
                    generated
                        ? new AlterAction.DropColumn(true, column, true)
                        : new AlterAction.SetDefault(column, Optional.empty()))));
      }
    }
  }

  private void checks(BaseRelation table, Predicate<String> found, List<Expression> uses) {
    for (BaseRelation.Check check : table.checks()) {
      if (found.test(check.text())) {
        uses.add(
            new Expression(
                "constraint " + check.name() + of(table, " on "),
                usesColumn(table, check.condition()),
                alter(table, new AlterAction.DropConstraint(true, check.name(), true))));
      }
    }
  }

  private void index(
      Relation relation, Index index, Predicate<String> found, List<Expression> uses) {
    List<KeyColumn> keys = index.order().columns();
    boolean named =
        index.condition().filter(found).isPresent()
            || keys.stream()
                .filter(key -> !(key.expression() instanceof Expr.Column))
                .map(KeyColumn::text)
                .anyMatch(found);
    if (named) {
      Expr condition = index.order().predicate();
      uses.add(
          new Expression(
              "index " + context.names().shown(index.name()),
              keys.stream().anyMatch(key -> usesColumn(relation, key.expression()))
                  || (condition != null && usesColumn(relation, condition)),
              new Statement.Drop(
                  Statement.Drop.Kind.INDEX, true, List.of(qualified(index.name())), true)));
    }
  }

  private boolean usesColumn(Relation table, Expr expr) {
    return ExprProperties.usedColumns(expr).stream()
        .anyMatch(column -> isOf(table.fields().get(column).type()));
  }

  private String of(BaseRelation table, String word) {
    return word + table.kindName() + " " + context.names().shown(table.name());
  }

  /** ALTER TABLE of a table, whatever the search path is. */
  static Statement.AlterTable alter(Relation table, AlterAction action) {
    return new Statement.AlterTable(
        Statement.Drop.Kind.TABLE, false, qualified(table.name()), List.of(action));
  }

  private static String qualified(String name) {
    return ObjectName.of(Catalog.schemaOf(name), ObjectName.simple(name));
  }

  // ---- what would be wrong if the labels were others

  /**
   * A materialized view that makes values of texts has noted which texts are no labels.
   *
   * @throws SqlException 0A000 if there is one
   */
  void requireNoTextsBecomeValues(String label) {
    for (Relation view : catalog().relations()) {
      if (view.isMaterialized() && any(rel(view), this::isMadeOfText)) {
        throw refused("add", label, view);
      }
    }
  }

  private boolean isMadeOfText(Expr expr) {
    return isCall(expr)
        && isOf(expr.type())
        && expr.operands().stream().anyMatch(operand -> isText(operand.type()));
  }

  private static boolean isText(SqlType type) {
    SqlType element = type.element();
    return type.kind().isText() || (element != null && element.kind().isText());
  }

  private static boolean isCall(Expr expr) {
    return expr instanceof Expr.Call || expr instanceof Expr.Cast;
  }

  /**
   * A materialized view that makes texts of values would have rows with the old one, and texts of
   * definitions name the label.
   *
   * @throws SqlException 0A000 if there is any
   */
  void requireNoLabelsBecomeTexts(String label) {
    String literal = literal(label);
    Predicate<String> naming =
        text -> text.contains(literal) || OTHER_LITERALS.matcher(text).find();
    for (Relation view : catalog().relations()) {
      boolean concerned = view.definition().isPresent() && concerns(view);
      if (concerned
          && (naming.test(view.definition().orElseThrow().text())
              || (view.isMaterialized() && any(rel(view), this::isConversion)))) {
        throw refused("rename", label, view);
      }
    }
    List<Expression> uses = expressions(text -> naming.test(text) && !isLiteral(text, label));
    if (!uses.isEmpty()) {
      throw refused("rename", label, uses.getFirst().described());
    }
  }

  private boolean concerns(Relation view) {
    return hasOne(view.fields())
        || view.definition().orElseThrow().relations().contains(name)
        || Scans.of(rel(view)).stream().anyMatch(scan -> hasOne(scan.fields()));
  }

  private boolean isConversion(Expr expr) {
    return isCall(expr)
        && (isOf(expr.type())
            || expr.operands().stream().anyMatch(operand -> isOf(operand.type())));
  }

  private static String literal(String label) {
    return "'" + label.replace("'", "''") + "'";
  }

  /** Whether a text is a label and nothing else, or with a cast. */
  private static boolean isLiteral(String text, String label) {
    String literal = literal(label);
    return text.equals(literal)
        || (text.startsWith(literal) && text.substring(literal.length()).matches("\\s*::[^':]+"));
  }

  /** Lets defaults be a label under its new name. */
  void renameInDefaults(String label, String newLabel) {
    for (Relation relation : List.copyOf(catalog().relations())) {
      if (relation instanceof BaseRelation table && hasOne(table.fields())) {
        List<Optional<ParsedExpression>> defaults = new ArrayList<>();
        boolean changed = false;
        for (int i = 0; i < table.defaults().size(); i++) {
          Optional<ParsedExpression> value = table.defaults().get(i);
          boolean renamed =
              value.isPresent()
                  && table.fields().get(i).type().equals(type)
                  && isLiteral(value.get().text(), label);
          changed |= renamed;
          defaults.add(
              renamed
                  ? value.map(
                      v ->
                          SqlParser.expression(
                              literal(newLabel) + v.text().substring(literal(label).length())))
                  : value);
        }
        if (changed) {
          context.define(table.withDefaults(defaults));
        }
      }
    }
  }

  private SqlException refused(String what, String label, Relation view) {
    return refused(what, label, view.kindName() + " " + context.names().shown(view.name()));
  }

  private SqlException refused(String what, String label, String why) {
    return new SqlException(
            ErrorCode.FEATURE_NOT_SUPPORTED,
            "cannot "
                + what
                + " value "
                + SqlException.quote(label)
                + " of enum "
                + type
                + " because of "
                + why)
        .withHint("Drop it before, and create it again.");
  }

  private static Rel rel(Relation view) {
    return switch (view) {
      case View plain -> plain.rel();
      case MaterializedView made -> made.rel();
      case ViewDefinition defined -> defined.rel();
      case BaseRelation _, SystemRelation _ ->
          throw new IllegalArgumentException(view.name() + " is no view");
    };
  }

  private static boolean any(Rel rel, Predicate<Expr> condition) {
    boolean[] found = new boolean[1];
    RelTransformer.mapExprs(
        rel,
        expr -> {
          found[0] |= any(expr, condition);
          return expr;
        });
    return found[0] || rel.inputs().stream().anyMatch(input -> any(input, condition));
  }

  private static boolean any(Expr expr, Predicate<Expr> condition) {
    return condition.test(expr)
        || expr.operands().stream().anyMatch(operand -> any(operand, condition));
  }
}
