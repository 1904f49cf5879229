package dev.headrace.engine.definition;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Sequence;
import dev.headrace.sql.BoundText;
import dev.headrace.sql.ObjectName;
import dev.headrace.sql.ParsedExpression;
import java.util.Optional;

/**
 * Makes defaults mean the same whatever the search path is: the names of sequences in them get
 * their schemas.
 */
final class BoundDefaults {
  private final DefinitionContext context;

  BoundDefaults(DefinitionContext context) {
    this.context = context;
  }

  ParsedExpression of(ParsedExpression expression) {
    return new BoundTypes(context).of(expression.withSequences(this::bound));
  }

  private String bound(String written) {
    String folded = ObjectName.folded(written);
    Optional<Sequence> sequence = context.names().sequence(folded);
    if (sequence.isPresent()) {
      return text(sequence.get().name());
    }
    if (context.database().isRestoring()) {
      return written;
    }
    throw SequenceDefiner.missing(context.names(), folded);
  }

  /** A sequence's name as the argument of a function. */
  static String text(String sequence) {
    return BoundText.name(
        ObjectName.of(Catalog.schemaOf(sequence), ObjectName.parts(sequence).getLast()));
  }
}
