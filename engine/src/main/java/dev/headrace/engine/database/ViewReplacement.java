package dev.headrace.engine.database;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Puts other views in the place of all that there are, but for temporary ones. */
public final class ViewReplacement {
  private ViewReplacement() {}

  /**
   * The catalog with the views.
   *
   * @param views in an order in which each reads those before it; they keep what belongs to views
   *     of the same OIDs, as far as it fits
   */
  public static Catalog of(Catalog catalog, List<Relation> views) {
    Map<String, Relation> relations = new LinkedHashMap<>();
    List<Relation> temporary = new ArrayList<>();
    for (Relation relation : catalog.relations()) {
      if (!isReplaced(relation)) {
        if (relation.definition().isPresent()) {
          temporary.add(relation);
        } else {
          relations.put(relation.name(), relation);
        }
      }
    }
    views.forEach(view -> relations.put(view.name(), view));
    temporary.forEach(view -> relations.put(view.name(), view));
    Map<String, Index> indexes = new LinkedHashMap<>();
    Map<Integer, Relation> byOid = new LinkedHashMap<>();
    relations.values().forEach(relation -> byOid.put(relation.oid(), relation));
    for (Index index : catalog.indexes()) {
      Relation now = byOid.get(index.relation());
      Relation before = catalog.relation(index.relation()).orElseThrow();
      if (now != null) {
        index.following(before, now).ifPresent(moved -> indexes.put(index.name(), moved));
      }
    }
    Map<String, Sink> sinks = new LinkedHashMap<>();
    catalog.sinks().forEach(sink -> sinks.put(sink.name(), sink));
    Map<String, Sequence> sequences = new LinkedHashMap<>();
    catalog.sequences().forEach(sequence -> sequences.put(sequence.name(), sequence));
    return catalog.rebuilt(relations, sinks, indexes, sequences);
  }

  /**
   * The catalog with a view in the place of another, behind all that it may read now.
   *
   * @throws SqlException {@link ErrorCode#DEPENDENT_OBJECTS_STILL_EXIST} if an index needs a column
   *     that is gone or of another type
   */
  public static Catalog of(Catalog catalog, Relation old, Relation now) {
    Catalog with = catalog.withLast(now);
    for (Index index : catalog.indexesOf(old)) {
      Index moved =
          index
              .following(old, now)
              .orElseThrow(
                  () ->
                      new SqlException(
                              ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                              "cannot change the columns of materialized view "
                                  + SqlException.quote(old.simpleName())
                                  + " because index "
                                  + SqlException.quote(index.order().name())
                                  + " needs one that would go or get another type")
                          .withHint("Drop the index first."));
      with = with.with(moved);
    }
    return with;
  }

  /** Whether it is a view that is replaced or goes. */
  public static boolean isReplaced(Relation relation) {
    return relation.definition().isPresent() && !Catalog.isTemporary(relation.name());
  }

  /**
   * What still names a view that has gone or is another one, and sinks whose view has gone or has
   * other columns; none of it is among the views that were replaced.
   */
  public static Set<String> stranded(Catalog before, Catalog after) {
    Set<String> gone = new HashSet<>();
    for (Relation relation : before.relations()) {
      if (isReplaced(relation)) {
        Relation now = after.relation(relation.name()).orElse(null);
        if (now == null || !Objects.equals(now.identity(), relation.identity())) {
          gone.add(relation.name());
        }
      }
    }
    Set<String> stranded = new HashSet<>();
    for (Relation relation : after.relations()) {
      if (!isReplaced(relation) && Catalog.named(relation).stream().anyMatch(gone::contains)) {
        stranded.add(relation.name());
      }
    }
    for (Sink sink : after.sinks()) {
      Relation old = before.relation(sink.view()).orElse(null);
      Relation now = after.relation(sink.view()).orElse(null);
      if (old != null && (now == null || !goesOn(old, now))) {
        stranded.add(sink.name());
      }
    }
    return stranded;
  }

  /** Whether those who listen to a materialized view can listen to another one in its place. */
  public static boolean goesOn(Relation old, Relation now) {
    return now.isMaterialized() && now.oid() == old.oid() && now.fields().equals(old.fields());
  }
}
