package dev.headrace.engine.definition;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.Sequence;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.function.SequenceAccess;
import dev.headrace.sql.ObjectName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The sequences of a session: what it sees of them, and what it has got from them. */
public final class SessionSequences implements SequenceAccess {
  private final Supplier<Names> names;
  private final Consumer<String> taken;
  private final Map<Integer, Long> current = new HashMap<>();
  private @Nullable Integer latest;

  /**
   * @param taken is told when a sequence moves
   */
  public SessionSequences(Supplier<Names> names, Consumer<String> taken) {
    this.names = names;
    this.taken = taken;
  }

  private Sequence sequence(String name) {
    Names visible = names.get();
    String folded = ObjectName.folded(name);
    Optional<Sequence> found = visible.sequence(folded);
    return found.orElseThrow(() -> SequenceDefiner.missing(visible, folded));
  }

  /** Temporary sequences are the session's own, whatever its transaction may do. */
  private void take(String function, Sequence sequence) {
    if (!Catalog.isTemporary(sequence.name())) {
      taken.accept(function);
    }
  }

  @Override
  public long next(String name) {
    Sequence sequence = sequence(name);
    take("nextval()", sequence);
    long value = sequence.next();
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
              + SqlException.quote(sequence.simpleName())
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
    take("setval()", sequence);
    sequence.set(value, called);
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
