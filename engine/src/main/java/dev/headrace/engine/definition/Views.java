package dev.headrace.engine.definition;

import dev.headrace.engine.database.Relation;
import java.util.List;

/** The views over relations that are altered. */
public interface Views {
  /**
   * Lets the views that read a relation go on reading it: their texts and plans name what there is
   * now. Materialized ones keep their state if they can, and are filled anew otherwise.
   */
  void follow(RelationChange change);

  /** The views whose texts name a column, from 0, of a relation in the catalog. */
  List<Relation> using(Relation relation, int column);
}
