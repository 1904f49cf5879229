package dev.headrace.sql.lexer;

import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What statements have in common that differ at most in the values of their literals.
 *
 * @param key their text
 * @param ownParameters how many parameters the text has itself; the literals' come behind them
 * @param kinds what each literal looks like
 * @param types of all parameters, null where the text does not tell
 */
public record NormalForm(
    StatementKey key, int ownParameters, List<LiteralKind> kinds, List<@Nullable SqlType> types) {
  static NormalForm of(StatementKey key, int ownParameters, List<LiteralKind> kinds) {
    List<@Nullable SqlType> types = new ArrayList<>(Collections.nCopies(ownParameters, null));
    kinds.forEach(kind -> types.add(kind.type()));
    return new NormalForm(
        key, ownParameters, List.copyOf(kinds), Collections.unmodifiableList(types));
  }

  /** Types of all parameters, the first ones as the client declared them. */
  public List<@Nullable SqlType> types(List<? extends @Nullable SqlType> declared) {
    if (declared.isEmpty()) {
      return types;
    }
    List<@Nullable SqlType> all = new ArrayList<>(types);
    for (int i = 0; i < declared.size(); i++) {
      all.set(i, declared.get(i));
    }
    return all;
  }
}
