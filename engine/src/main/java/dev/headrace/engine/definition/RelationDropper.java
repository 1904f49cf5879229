package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.View;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Notice;
import dev.headrace.model.SqlException;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** DROP TABLE, SOURCE, VIEW, MATERIALIZED VIEW and SINK. */
public final class RelationDropper {
  private final DefinitionContext context;

  public RelationDropper(DefinitionContext context) {
    this.context = context;
  }

  /** Returns notices. */
  public List<Notice> drop(Statement.Drop drop) {
    List<Notice> notices = new ArrayList<>();
    Set<Dropper.Target> targets = new LinkedHashSet<>();
    for (String written : drop.names()) {
      String name = Catalog.unqualified(written);
      if (matches(drop, name)) {
        targets.add(
            drop.kind() == Statement.Drop.Kind.SINK
                ? new Dropper.Target.OfSink(name)
                : new Dropper.Target.OfRelation(context.catalog().require(name).oid()));
      } else if (drop.ifExists() && !context.catalog().isTaken(name)) {
        notices.add(
            Notice.of(word(drop) + " " + SqlException.quote(name) + " does not exist, skipping"));
      } else {
        throw missing(drop, name);
      }
    }
    notices.addAll(new Dropper(context).drop(targets, drop.cascade()));
    return notices;
  }

  private static String word(Statement.Drop drop) {
    return drop.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private boolean matches(Statement.Drop drop, String name) {
    Catalog catalog = context.catalog();
    Optional<Relation> relation = catalog.relation(name);
    return switch (drop.kind()) {
      case TABLE -> isBase(relation, BaseRelation.Kind.TABLE);
      case SOURCE -> isBase(relation, BaseRelation.Kind.SOURCE);
      case VIEW -> relation.filter(View.class::isInstance).isPresent();
      case MATERIALIZED_VIEW -> relation.filter(Relation::isMaterialized).isPresent();
      case SINK -> catalog.sink(name).isPresent();
      case INDEX, SEQUENCE, SCHEMA, ROLE ->
          throw new IllegalArgumentException(drop.kind() + " is no relation");
    };
  }

  private static boolean isBase(Optional<Relation> relation, BaseRelation.Kind kind) {
    return relation.isPresent()
        && relation.get() instanceof BaseRelation base
        && base.kind() == kind;
  }

  private SqlException missing(Statement.Drop drop, String name) {
    return context.catalog().isTaken(name)
        ? new SqlException(
            ErrorCode.WRONG_OBJECT_TYPE, SqlException.quote(name) + " is not a " + word(drop))
        : new SqlException(
            ErrorCode.UNDEFINED_TABLE,
            word(drop) + " " + SqlException.quote(name) + " does not exist");
  }
}
