package dev.headrace.engine.database;

import dev.headrace.model.Batch;
import dev.headrace.runtime.state.RowSnapshot;
import dev.headrace.sql.Deferral;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The constraints whose checks a transaction has put off, and of foreign keys the values to check.
 * A check asks for the state that there is then. Values are kept in parts that do not change, so
 * that a savepoint remembers what there was by keeping the last part of each key.
 */
public final class DeferredChecks {
  private final Map<Name, Boolean> said = new HashMap<>();
  private final Map<Name, Part> pending = new LinkedHashMap<>();
  private final Set<Name> pendingUniques = new LinkedHashSet<>();
  private @Nullable Boolean saidOfAll;

  /** A constraint, whatever it is altered to. */
  private record Name(int relation, String constraint) {
    static Name of(ForeignKey key) {
      return new Name(key.relation(), key.name());
    }

    static Name of(Index index) {
      return new Name(index.relation(), index.order().name());
    }
  }

  /**
   * Values of a key's columns.
   *
   * @param referring of rows that refer
   * @param gone of rows that may have been referred to
   */
  public record Values(Set<List<@Nullable Object>> referring, Set<List<@Nullable Object>> gone) {}

  /** What was put off at once, and what was before it. */
  private record Part(Values values, @Nullable Part before) {}

  /** What has been said and put off at some time. */
  record Mark(
      Map<Name, Boolean> said,
      @Nullable Boolean saidOfAll,
      Map<Name, Part> pending,
      Set<Name> pendingUniques) {}

  DeferredChecks() {}

  /** What {@link #rollback} leads back to. */
  Mark mark() {
    return new Mark(
        Map.copyOf(said),
        saidOfAll,
        new LinkedHashMap<>(pending),
        new LinkedHashSet<>(pendingUniques));
  }

  /** Forgets what was said and put off since, and takes back what was checked since. */
  void rollback(Mark mark) {
    said.clear();
    said.putAll(mark.said());
    saidOfAll = mark.saidOfAll();
    pending.clear();
    pending.putAll(mark.pending());
    pendingUniques.clear();
    pendingUniques.addAll(mark.pendingUniques());
  }

  /** SET CONSTRAINTS ALL. */
  public void deferAll(boolean deferred) {
    said.clear();
    saidOfAll = deferred;
  }

  /** SET CONSTRAINTS of one. */
  public void defer(ForeignKey key, boolean deferred) {
    said.put(Name.of(key), deferred);
  }

  /** SET CONSTRAINTS of a unique one. */
  public void defer(Index index, boolean deferred) {
    said.put(Name.of(index), deferred);
  }

  /** A constraint has another name from now on. */
  public void renamed(int relation, String before, String now) {
    Name old = new Name(relation, before);
    Name next = new Name(relation, now);
    Boolean deferred = said.remove(old);
    if (deferred != null) {
      said.put(next, deferred);
    }
    Part part = pending.remove(old);
    if (part != null) {
      pending.put(next, part);
    }
    if (pendingUniques.remove(old)) {
      pendingUniques.add(next);
    }
  }

  /** Whether the checks of a key are put off now. */
  public boolean isDeferred(ForeignKey key) {
    return key.deferrable() && isDeferred(Name.of(key), key.initiallyDeferred());
  }

  private boolean isDeferred(Name name, boolean initially) {
    return said.getOrDefault(name, saidOfAll == null ? initially : saidOfAll);
  }

  /**
   * Those of a table's indexes that a change is checked against now. For the others the check is
   * put off: because it has been said so, or because an index that is being made does not know the
   * rows that are there. There is something to check later only if a key has several rows now: its
   * transaction has locked the keys of what it inserts.
   *
   * @param changes of the table, with the change
   */
  List<Index> dueNow(
      List<Index> indexes, TableChanges changes, Batch change, RowSnapshot committed) {
    if (!anyDeferrable(indexes)) {
      return indexes;
    }
    List<Index> due = new ArrayList<>();
    for (Index index : indexes) {
      Deferral deferral = index.deferral();
      boolean known = TableChanges.isKnown(index, committed);
      boolean deferred =
          deferral.deferrable()
              && (!known || isDeferred(Name.of(index), deferral.initiallyDeferred()));
      if (!deferred) {
        due.add(index);
      } else if (!known || changes.hasDuplicate(index, change, committed)) {
        pendingUniques.add(Name.of(index));
      }
    }
    return due;
  }

  private static boolean anyDeferrable(List<Index> indexes) {
    for (Index index : indexes) {
      if (index.deferral().deferrable()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a unique constraint is to be checked, which is forgotten here. */
  public boolean take(Index index) {
    return pendingUniques.remove(Name.of(index));
  }

  /** Whether a unique constraint is to be checked. */
  public boolean isPending(Index index) {
    return pendingUniques.contains(Name.of(index));
  }

  /** Puts off the check of rows that refer. */
  public void putOffReferring(ForeignKey key, Collection<List<@Nullable Object>> values) {
    putOff(key, new Values(new LinkedHashSet<>(values), Set.of()));
  }

  /** Puts off the check of values that may have been referred to. */
  public void putOffGone(ForeignKey key, Collection<List<@Nullable Object>> values) {
    putOff(key, new Values(Set.of(), new LinkedHashSet<>(values)));
  }

  private void putOff(ForeignKey key, Values values) {
    pending.compute(Name.of(key), (name, before) -> new Part(values, before));
  }

  /** The values of a key that are to be checked, which are forgotten here; null for none. */
  public @Nullable Values take(ForeignKey key) {
    Part last = pending.remove(Name.of(key));
    if (last == null || last.before() == null) {
      return last == null ? null : last.values();
    }
    Values all = new Values(new LinkedHashSet<>(), new LinkedHashSet<>());
    for (Part each = last; each != null; each = each.before()) {
      all.referring().addAll(each.values().referring());
      all.gone().addAll(each.values().gone());
    }
    return all;
  }

  /** Whether there is something to check of a key. */
  public boolean isPending(ForeignKey key) {
    return pending.containsKey(Name.of(key));
  }

  /** Whether there is nothing to check. */
  public boolean isEmpty() {
    return pending.isEmpty() && pendingUniques.isEmpty();
  }

  void clear() {
    said.clear();
    pending.clear();
    pendingUniques.clear();
    saidOfAll = null;
  }
}
