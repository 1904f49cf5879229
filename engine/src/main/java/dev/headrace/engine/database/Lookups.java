package dev.headrace.engine.database;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was looked up in a catalog and what was found there, an absence included. Whatever is made
 * of that and of nothing else is right for every catalog in which the same is found, so that a plan
 * outlives definitions that do not concern it.
 *
 * <p>Objects of a catalog are never changed but replaced, so the same is what is identical. They
 * are held weakly: a plan that nobody asks for does not keep the rows of a table that was dropped.
 *
 * <p>One thread fills it by means of {@link #noting}; then {@link #hold} is thread-safe.
 */
public final class Lookups {
  /** What can be asked for by a name. */
  enum Kind {
    RELATION,
    SINK,
    SEQUENCE,
    INDEX,
    SCHEMA,
    TYPE,
    /** A type by its OID in digits. */
    TYPE_OID
  }

  private record Question(Kind kind, String name) {}

  /** Found for a name that nothing has. */
  private static final Object NOTHING = new Object();

  private final Map<Question, WeakReference<Object>> named = new HashMap<>();
  private final Parts<Index> indexes = new Parts<>();
  private final Parts<ForeignKey> keysOf = new Parts<>();
  private final Parts<ForeignKey> keysTo = new Parts<>();

  // objects of catalogs that were derived for the purpose are the plan's own
  private final Set<String> given = new HashSet<>();
  private boolean all;

  /** A catalog that is known to answer all of it like the first one. */
  private volatile long version;

  /** What belongs to relations, by their OIDs. */
  private static final class Parts<T> {
    private final Map<Integer, List<WeakReference<T>>> known = new HashMap<>();

    void note(int relation, List<T> found) {
      List<WeakReference<T>> references = new ArrayList<>(found.size());
      found.forEach(each -> references.add(new WeakReference<>(each)));
      known.put(relation, references);
    }

    boolean same(IntFunction<List<T>> parts) {
      for (Map.Entry<Integer, List<WeakReference<T>>> each : known.entrySet()) {
        List<T> now = parts.apply(each.getKey());
        List<WeakReference<T>> before = each.getValue();
        if (now.size() != before.size()) {
          return false;
        }
        for (int i = 0; i < now.size(); i++) {
          if (!before.get(i).refersTo(now.get(i))) {
            return false;
          }
        }
      }
      return true;
    }
  }

  /**
   * @param catalog that is going to be asked
   */
  public Lookups(Catalog catalog) {
    this.version = catalog.version();
  }

  /** A catalog that notes here what it is asked, as do all that are derived from it. */
  public Catalog noting(Catalog catalog) {
    return new NotingCatalog(catalog, this);
  }

  void note(Kind kind, String name, @Nullable Object found) {
    if (!given.contains(name)) {
      named.put(new Question(kind, name), new WeakReference<>(found == null ? NOTHING : found));
    }
  }

  void noteIndexes(int relation, List<Index> found) {
    indexes.note(relation, found);
  }

  void noteForeignKeysOf(int relation, List<ForeignKey> found) {
    keysOf.note(relation, found);
  }

  void noteForeignKeysTo(int relation, List<ForeignKey> found) {
    keysTo.note(relation, found);
  }

  /** Whatever is in the catalog matters. */
  void noteAll() {
    all = true;
  }

  /** What is found by a name from now on is none of the first catalog's. */
  void given(String name) {
    given.add(name);
  }

  /** Whether a catalog has the same answers. */
  public boolean hold(Catalog catalog) {
    if (catalog.version() == version) {
      return true;
    }
    if (all || !same(catalog)) {
      return false;
    }
    version = catalog.version();
    return true;
  }

  private boolean same(Catalog catalog) {
    for (Map.Entry<Question, WeakReference<Object>> each : named.entrySet()) {
      Object now = catalog.object(each.getKey().kind(), each.getKey().name());
      if (!each.getValue().refersTo(now == null ? NOTHING : now)) {
        return false;
      }
    }
    return indexes.same(catalog::indexesOf)
        && keysOf.same(catalog::foreignKeysOf)
        && keysTo.same(catalog::foreignKeysTo);
  }
}
