package dev.headrace.codegen.generate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What has been computed on every way to the current instruction: columns loaded and expressions
 * evaluated. A journal undoes what was added on a branch.
 */
final class Scope {
  private final Map<Object, Operand> known = new HashMap<>();
  private final List<Object> journal = new ArrayList<>();

  @Nullable Operand find(Object key) {
    return known.get(key);
  }

  /** Adds an entry; the first one for a key stays. */
  void add(Object key, Operand operand) {
    if (known.putIfAbsent(key, operand) == null) {
      journal.add(key);
    }
  }

  /** The state to come back to. */
  int mark() {
    return journal.size();
  }

  void restore(int mark) {
    while (journal.size() > mark) {
      known.remove(Objects.requireNonNull(journal.removeLast()));
    }
  }
}
