package dev.headrace.engine.database;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The foreign keys whose checks a transaction has put off, and the values to check. A check asks
 * for the state that there is then, so what a savepoint takes back does not have to be taken back
 * here.
 */
public final class DeferredChecks {
  private final Map<Name, Boolean> said = new HashMap<>();
  private final Map<Name, Values> pending = new LinkedHashMap<>();
  private @Nullable Boolean saidOfAll;

  /** A constraint, whatever it is altered to. */
  private record Name(int relation, String constraint) {
    static Name of(ForeignKey key) {
      return new Name(key.relation(), key.name());
    }
  }

  /**
   * Values of a key's columns.
   *
   * @param referring of rows that refer
   * @param gone of rows that may have been referred to
   */
  public record Values(Set<List<@Nullable Object>> referring, Set<List<@Nullable Object>> gone) {}

  DeferredChecks() {}

  /** SET CONSTRAINTS ALL. */
  public void deferAll(boolean deferred) {
    said.clear();
    saidOfAll = deferred;
  }

  /** SET CONSTRAINTS of one. */
  public void defer(ForeignKey key, boolean deferred) {
    said.put(Name.of(key), deferred);
  }

  /** Whether the checks of a key are put off now. */
  public boolean isDeferred(ForeignKey key) {
    return key.deferrable()
        && said.getOrDefault(Name.of(key), saidOfAll == null ? key.initiallyDeferred() : saidOfAll);
  }

  /** The values of a key that are to be checked later. */
  public Values pending(ForeignKey key) {
    return pending.computeIfAbsent(
        Name.of(key), k -> new Values(new LinkedHashSet<>(), new LinkedHashSet<>()));
  }

  /** The same, which are forgotten here; null if there are none. */
  public @Nullable Values take(ForeignKey key) {
    return pending.remove(Name.of(key));
  }

  /** Whether there is something to check of a key. */
  public boolean isPending(ForeignKey key) {
    return pending.containsKey(Name.of(key));
  }

  /** Whether there is nothing to check. */
  public boolean isEmpty() {
    return pending.isEmpty();
  }

  void clear() {
    said.clear();
    pending.clear();
    saidOfAll = null;
  }
}
