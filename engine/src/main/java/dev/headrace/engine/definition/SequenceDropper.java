package dev.headrace.engine.definition;

import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Sequence;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** DROP SEQUENCE. */
public final class SequenceDropper {
  private final DefinitionContext context;

  public SequenceDropper(DefinitionContext context) {
    this.context = context;
  }

  /** Returns notices. */
  public List<String> drop(Statement.Drop drop) {
    List<String> notices = new ArrayList<>();
    for (String name : drop.names()) {
      Names names = context.names();
      Optional<Sequence> sequence = names.sequence(name);
      if (sequence.isPresent()) {
        requireUnused(sequence.get(), drop.cascade());
        drop(sequence.get());
      } else if (drop.ifExists() && !names.isTaken(name)) {
        notices.add(
            names
                    .missingSchema(name)
                    .map(schema -> "schema " + SqlException.quote(schema))
                    .orElseGet(() -> "sequence " + SqlException.quote(name))
                + " does not exist, skipping");
      } else if (names.isTaken(name)) {
        throw SequenceDefiner.missing(names, name);
      } else {
        names.requireSchemaOf(name);
        throw new SqlException(
            ErrorCode.UNDEFINED_TABLE, "sequence " + SqlException.quote(name) + " does not exist");
      }
    }
    return notices;
  }

  /** Whether a column takes its values from it; its default would fail from now on. */
  private void requireUnused(Sequence sequence, boolean cascade) {
    Sequence.Owner owner = sequence.owner().orElse(null);
    if (owner != null && owner.identity()) {
      String table = context.catalog().relation(owner.relation()).map(Relation::name).orElse("");
      String column = "column " + owner.column() + " of table " + table;
      throw new SqlException(
              ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
              "cannot drop sequence " + sequence.name() + " because " + column + " requires it")
          .withHint("You can drop " + column + " instead.");
    }
    List<SequenceUses.Use> uses = SequenceUses.of(sequence, context.catalog());
    if (!uses.isEmpty() && !cascade) {
      throw dependents(sequence, uses.stream().map(SequenceUses.Use::description).toList());
    }
  }

  /** Drops a sequence and the defaults that take its values. */
  void drop(Sequence sequence) {
    context.define(
        catalog -> SequenceUses.without(sequence, catalog.withoutSequence(sequence.name())));
  }

  private static SqlException dependents(Sequence sequence, List<String> uses) {
    return new SqlException(
            ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
            "cannot drop sequence " + sequence.name() + " because other objects depend on it")
        .withDetail(
            uses.stream()
                .map(use -> use + " depends on sequence " + sequence.name())
                .collect(Collectors.joining("\n")))
        .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
  }
}
