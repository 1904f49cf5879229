package dev.headrace.engine.definition;

import dev.headrace.model.Field;
import dev.headrace.model.text.Identifiers;
import dev.headrace.sql.ColumnUse;
import dev.headrace.sql.Planner;
import dev.headrace.sql.SqlParser;
import java.util.List;

/** Texts of expressions over columns that get other names. */
final class ColumnTexts {
  private final Planner planner;
  private final List<Field> before;
  private final List<Field> after;

  ColumnTexts(Planner planner, List<Field> before, List<Field> after) {
    this.planner = planner;
    this.before = before;
    this.after = after;
  }

  /** The text with the new names. */
  String renamed(String text) {
    StringBuilder renamed = new StringBuilder(text);
    for (ColumnUse use : planner.columnUses(SqlParser.expression(text), before).reversed()) {
      String name = after.get(use.column()).name();
      if (!name.equals(before.get(use.column()).name())) {
        renamed.replace(use.from(), use.to(), Identifiers.quoted(name));
      }
    }
    return renamed.toString();
  }
}
