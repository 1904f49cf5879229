package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.ForeignKey;
import dev.headrace.engine.database.LockMode;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Sequence;
import dev.headrace.engine.database.Sink;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.Notice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.sql.AlterAction;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes objects away and, with CASCADE, what depends on them; without it that is an error. What
 * depends is told in PostgreSQL's order: an object, then what depends on it, by age.
 */
public final class Dropper {
  /** PostgreSQL tells a client of no more. */
  private static final int MAX_TOLD = 100;

  private final DefinitionContext context;
  private final Set<Target> targets = new LinkedHashSet<>();
  // with what each depends on
  private final Map<Target, Target> dependents = new LinkedHashMap<>();

  /** Something that can be dropped, or a part of it. */
  public sealed interface Target {
    /** A relation by its OID. */
    record OfRelation(int oid) implements Target {}

    /** A sink by its name. */
    record OfSink(String name) implements Target {}

    /** A foreign key. */
    record OfForeignKey(ForeignKey key) implements Target {}

    /**
     * A column of a table, which is not taken away here.
     *
     * @param index from 0
     */
    record OfColumn(BaseRelation table, int index) implements Target {}

    /** A PRIMARY KEY or UNIQUE constraint, which is not taken away here. */
    record OfKey(BaseRelation table, String name, List<ForeignKey> referring) implements Target {}

    /** A type that was created. */
    record OfType(SqlType type) implements Target {}

    /** A column that is taken away because its type is. */
    record OfTypedColumn(int relation, String column) implements Target {}

    /** What an expression belongs to that names a type. */
    record OfExpression(TypeUses.Expression expression) implements Target {}

    /** A default that takes values of a sequence that goes with its column. */
    record OfDefault(SequenceUses.Use use, Sequence sequence) implements Target {}
  }

  public Dropper(DefinitionContext context) {
    this.context = context;
  }

  private Catalog catalog() {
    return context.catalog();
  }

  /** Drops objects; returns what is to be told. */
  public List<Notice> drop(Collection<? extends Target> objects, boolean cascade) {
    targets.addAll(objects);
    targets.forEach(this::collect);
    if (!dependents.isEmpty() && !cascade) {
      throw refused();
    }
    List<Notice> notices = notices();
    List.copyOf(dependents.keySet()).reversed().forEach(this::remove);
    targets.forEach(this::remove);
    return notices;
  }

  // ---- what depends

  private void collect(Target target) {
    for (Target dependent : direct(target)) {
      if (!targets.contains(dependent) && dependents.putIfAbsent(dependent, target) == null) {
        collect(dependent);
      }
    }
  }

  private List<Target> direct(Target target) {
    return switch (target) {
      case Target.OfRelation(int oid) ->
          catalog().relation(oid).map(this::direct).orElse(List.of());
      case Target.OfColumn(BaseRelation table, int index) -> ofColumn(table, index);
      case Target.OfKey(BaseRelation table, String name, List<ForeignKey> referring) ->
          List.copyOf(referring.stream().map(Target.OfForeignKey::new).toList());
      case Target.OfType(SqlType type) -> ofType(new TypeUses(context, type));
      case Target.OfTypedColumn(int relation, String column) -> ofColumn(table(relation), column);
      case Target.OfSink _, Target.OfForeignKey _, Target.OfDefault _, Target.OfExpression _ ->
          List.of();
    };
  }

  private List<Target> direct(Relation relation) {
    Map<Integer, Target> byAge = new TreeMap<>();
    for (String name : catalog().dependents(relation.name())) {
      Optional<Sink> sink = catalog().sink(name);
      sink.ifPresent(s -> byAge.put(s.oid(), new Target.OfSink(s.name())));
      if (sink.isEmpty()) {
        int oid = catalog().require(name).oid();
        byAge.put(oid, new Target.OfRelation(oid));
      }
    }
    List<Target> found = new ArrayList<>(byAge.values());
    for (ForeignKey key : catalog().foreignKeysTo(relation)) {
      if (key.relation() != relation.oid() && !targets.contains(table(key))) {
        found.add(new Target.OfForeignKey(key));
      }
    }
    for (Sequence sequence : catalog().sequencesOf(relation)) {
      found.addAll(defaults(sequence));
    }
    if (relation instanceof BaseRelation base && base.errors() != null) {
      found.addAll(direct(base.errors()));
    }
    return found;
  }

  // those that do not go by themselves, with the column or the table
  private List<Target> defaults(Sequence sequence) {
    List<Target> found = new ArrayList<>();
    for (SequenceUses.Use use : SequenceUses.of(sequence, catalog())) {
      boolean goes =
          targets.contains(new Target.OfRelation(use.table().oid()))
              || sequence.owner().filter(o -> owns(o, use)).isPresent();
      if (!goes) {
        found.add(new Target.OfDefault(use, sequence));
      }
    }
    return found;
  }

  private static boolean owns(Sequence.Owner owner, SequenceUses.Use use) {
    return owner.relation() == use.table().oid()
        && owner.column().equals(use.table().fields().get(use.column()).name());
  }

  private static Target table(ForeignKey key) {
    return new Target.OfRelation(key.relation());
  }

  private static List<Target> ofType(TypeUses uses) {
    List<Target> found = new ArrayList<>();
    for (TypeUses.Column column : uses.columns()) {
      found.add(new Target.OfTypedColumn(column.table().oid(), column.name()));
    }
    uses.views().forEach(view -> found.add(new Target.OfRelation(view.oid())));
    uses.expressions().forEach(use -> found.add(new Target.OfExpression(use)));
    return found;
  }

  private BaseRelation table(int oid) {
    return (BaseRelation) catalog().relation(oid).orElseThrow();
  }

  private List<Target> ofColumn(BaseRelation table, String column) {
    return ofColumn(table, table.fields().stream().map(Field::name).toList().indexOf(column));
  }

  private List<Target> ofColumn(BaseRelation table, int index) {
    List<Target> found = new ArrayList<>();
    for (Relation view : context.views().using(table, index)) {
      found.add(new Target.OfRelation(view.oid()));
    }
    for (ForeignKey key : catalog().foreignKeysTo(table)) {
      if (key.key().contains(index) && key.relation() != table.oid()) {
        found.add(new Target.OfForeignKey(key));
      }
    }
    String name = table.fields().get(index).name();
    for (Sequence sequence : catalog().sequencesOf(table)) {
      if (sequence.owner().filter(o -> o.column().equals(name)).isPresent()) {
        found.addAll(defaults(sequence));
      }
    }
    return found;
  }

  // ---- what is told

  private String description(Target target) {
    return switch (target) {
      case Target.OfRelation(int oid) -> description(catalog().relation(oid).orElseThrow());
      case Target.OfSink(String name) -> "sink " + name;
      case Target.OfForeignKey(ForeignKey key) ->
          "constraint "
              + key.name()
              + " on "
              + description(catalog().relation(key.relation()).orElseThrow());
      case Target.OfColumn(BaseRelation table, int index) ->
          "column " + table.fields().get(index).name() + " of table " + table.name();
      case Target.OfKey(BaseRelation table, String name, List<ForeignKey> referring) ->
          "constraint " + name + " on table " + table.name();
      case Target.OfDefault(SequenceUses.Use use, Sequence sequence) -> use.description();
      case Target.OfType(SqlType type) -> "type " + type;
      case Target.OfTypedColumn(int relation, String column) ->
          "column " + column + " of " + description(table(relation));
      case Target.OfExpression(TypeUses.Expression expression) -> expression.described();
    };
  }

  /** A relation with its kind, as messages call it. */
  private String description(Relation relation) {
    return relation.kindName() + " " + context.names().shown(relation.name());
  }

  private SqlException refused() {
    String what =
        targets.size() == 1 ? description(targets.iterator().next()) : "desired object(s)";
    List<String> details = new ArrayList<>();
    dependents.forEach(
        (dependent, target) ->
            details.add(description(dependent) + " depends on " + dependedOn(dependent, target)));
    return new SqlException(
            ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
            "cannot drop " + what + " because other objects depend on " + pronoun())
        .withDetail(limited(details))
        .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
  }

  private String pronoun() {
    return targets.size() == 1 ? "it" : "them";
  }

  // a foreign key depends on the index behind the constraint, a default on a sequence
  private String dependedOn(Target dependent, Target target) {
    return switch (dependent) {
      case Target.OfDefault(SequenceUses.Use use, Sequence sequence) ->
          "sequence " + sequence.name();
      case Target.OfTypedColumn(int relation, String name) -> {
        BaseRelation table = table(relation);
        Field column =
            table.fields().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
        yield "type " + column.type();
      }
      default -> target instanceof Target.OfKey key ? "index " + key.name() : description(target);
    };
  }

  private List<Notice> notices() {
    List<String> told =
        dependents.keySet().stream().map(d -> "drop cascades to " + description(d)).toList();
    return switch (told.size()) {
      case 0 -> List.of();
      case 1 -> List.of(Notice.of(told.getFirst()));
      default ->
          List.of(
              Notice.of("drop cascades to " + told.size() + " other objects")
                  .withDetail(limited(told)));
    };
  }

  private static String limited(List<String> lines) {
    int more = lines.size() - MAX_TOLD;
    return more <= 0
        ? String.join("\n", lines)
        : String.join("\n", lines.subList(0, MAX_TOLD))
            + "\nand "
            + more
            + (more == 1 ? " other object" : " other objects")
            + " (see server log for list)";
  }

  // ---- the end of it

  private void remove(Target target) {
    switch (target) {
      case Target.OfRelation(int oid) -> catalog().relation(oid).ifPresent(this::remove);
      case Target.OfSink(String name) -> remove(name);
      case Target.OfForeignKey(ForeignKey key) -> context.define(catalog -> catalog.without(key));
      case Target.OfDefault(SequenceUses.Use use, Sequence sequence) ->
          context.define(catalog -> SequenceUses.without(sequence, catalog));
      case Target.OfType(SqlType type) ->
          context.define(catalog -> catalog.with(catalog.types().without(type.enumType())));
      case Target.OfTypedColumn(int relation, String column) ->
          catalog().relation(relation).ifPresent(table -> removeColumn(table, column));
      case Target.OfExpression(TypeUses.Expression expression) -> remove(expression);
      case Target.OfColumn _, Target.OfKey _ -> {}
    }
  }

  private void removeColumn(Relation table, String column) {
    new TableAlterer(context)
        .alter(TypeUses.alter(table, new AlterAction.DropColumn(true, column, true)));
  }

  private void remove(TypeUses.Expression expression) {
    if (expression.removal() instanceof Statement.Drop index) {
      new IndexDefiner(context).drop(index);
    } else {
      new TableAlterer(context).alter((Statement.AlterTable) expression.removal());
    }
  }

  private void remove(Relation relation) {
    if (relation instanceof BaseRelation base) {
      context.transaction().lock(base, LockMode.ACCESS_EXCLUSIVE, context.patience());
      if (base.errors() != null) {
        remove(base.errors());
      }
    }
    remove(relation.name());
  }

  private void remove(String name) {
    context.define(catalog -> catalog.without(name));
    context.transaction().attach(context.inputs().detachment(name), context.patience());
  }
}
