package dev.headrace.sql;

import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A resolved query.
 *
 * @param fields names as clients see them
 * @param parameterTypes of $1, $2, ...
 * @param relations names in the catalog that it reads
 * @param references where in the text it names them
 * @param origins for each of the fields the column of a relation it shows as it is, if it does
 */
public record PlannedQuery(
    Rel rel,
    List<Field> fields,
    List<SqlType> parameterTypes,
    Set<String> relations,
    List<Reference> references,
    List<Optional<Origin>> origins) {
  /**
   * A place of the text that was parsed where a relation is named.
   *
   * @param start index of its first character
   * @param end index behind the last one
   * @param relation its name in the catalog
   */
  public record Reference(int start, int end, String relation) {}

  /**
   * A column of a relation.
   *
   * @param relation its name in the catalog
   * @param column from 0
   */
  public record Origin(String relation, int column) {}

  public PlannedQuery {
    origins = List.copyOf(origins);
    fields = List.copyOf(fields);
    parameterTypes = List.copyOf(parameterTypes);
    relations = Set.copyOf(relations);
    references = List.copyOf(references);
  }
}
