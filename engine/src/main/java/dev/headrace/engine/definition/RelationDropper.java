package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Names;
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
      Names names = context.names();
      Optional<String> name = names.find(written);
      Optional<String> schema = names.missingSchema(written);
      if (name.isPresent() && matches(drop, name.get())) {
        targets.add(
            drop.kind() == Statement.Drop.Kind.SINK
                ? new Dropper.Target.OfSink(name.get())
                : new Dropper.Target.OfRelation(context.catalog().require(name.get()).oid()));
      } else if (name.isPresent()) {
        throw new SqlException(
            ErrorCode.WRONG_OBJECT_TYPE, SqlException.quote(written) + " is not a " + word(drop));
      } else if (drop.ifExists()) {
        String what = schema.isPresent() ? "schema" : word(drop);
        String missing = SqlException.quote(schema.orElse(written));
        notices.add(Notice.of(what + " " + missing + " does not exist, skipping"));
      } else {
        throw schema
            .map(Names::missing)
            .orElseGet(
                () ->
                    new SqlException(
                        ErrorCode.UNDEFINED_TABLE,
                        word(drop) + " " + SqlException.quote(written) + " does not exist"));
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
      case INDEX, SEQUENCE, SCHEMA, TYPE, ROLE ->
          throw new IllegalArgumentException(drop.kind() + " is no relation");
    };
  }

  private static boolean isBase(Optional<Relation> relation, BaseRelation.Kind kind) {
    return relation.isPresent()
        && relation.get() instanceof BaseRelation base
        && base.kind() == kind;
  }
}
