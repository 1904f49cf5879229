package dev.headrace.engine.definition;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Sequence;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.function.SequenceAccess;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The sequences of a session: what it sees of them, and what it has got from them. */
public final class SessionSequences implements SequenceAccess {
  private final Supplier<Catalog> catalog;
  private final Runnable taken;
  private final Map<Integer, Long> current = new HashMap<>();
  private @Nullable Integer latest;

  /**
   * @param taken is told when a sequence moves
   */
  public SessionSequences(Supplier<Catalog> catalog, Runnable taken) {
    this.catalog = catalog;
    this.taken = taken;
  }

  private Sequence sequence(String name) {
    Catalog visible = catalog.get();
    Optional<Sequence> found = visible.sequence(folded(name));
    return found.orElseThrow(() -> SequenceDefiner.missing(visible, folded(name)));
  }

  /** Names in such texts are written as in statements. */
  private static String folded(String name) {
    StringBuilder folded = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '"') {
        boolean doubled = quoted && i + 1 < name.length() && name.charAt(i + 1) == '"';
        if (doubled) {
          folded.append('"');
          i++;
        } else {
          quoted = !quoted;
        }
      } else {
        folded.append(quoted ? c : Character.toLowerCase(c));
      }
    }
    return folded.toString();
  }

  @Override
  public long next(String name) {
    Sequence sequence = sequence(name);
    long value = sequence.next();
    taken.run();
    current.put(sequence.oid(), value);
    latest = sequence.oid();
    return value;
  }

  @Override
  public long current(String name) {
    Sequence sequence = sequence(name);
    Long value = current.get(sequence.oid());
    if (value == null) {
      throw new SqlException(
          ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "currval of sequence "
              + SqlException.quote(sequence.name())
              + " is not yet defined in this session");
    }
    return value;
  }

  @Override
  public long last() {
    Long value = latest == null ? null : current.get(latest);
    if (value == null) {
      throw new SqlException(
          ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "lastval is not yet defined in this session");
    }
    return value;
  }

  @Override
  public void set(String name, long value, boolean called) {
    Sequence sequence = sequence(name);
    sequence.set(value, called);
    taken.run();
    if (called) {
      current.put(sequence.oid(), value);
    }
  }

  /** Forgets what it has got: DISCARD SEQUENCES. */
  public void discard() {
    current.clear();
    latest = null;
  }
}
