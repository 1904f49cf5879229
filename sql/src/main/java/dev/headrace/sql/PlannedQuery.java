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
 * @param origins for each of the fields the column of a relation it shows as it is, if it does
 * @param items where the text names relations
 * @param columns columns of relations that it names, also by a star
 * @param references where in the text it names them, without their aliases
 */
public record PlannedQuery(
    Rel rel,
    List<Field> fields,
    List<SqlType> parameterTypes,
    Set<String> relations,
    List<Optional<Origin>> origins,
    List<FromItem> items,
    Set<Origin> columns,
    List<Reference> references) {
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

  /**
   * A relation's name in the text.
   *
   * @param relation its name in the catalog
   * @param alias what its columns are qualified with
   * @param columnNames names that the text gives to the first of its columns
   * @param from index in the text where it starts, {@code TABLE} included if it is such a query
   * @param to index behind it, its alias included
   * @param query whether it is a query of its own, {@code TABLE t}, not an item of FROM
   */
  public record FromItem(
      String relation, String alias, List<String> columnNames, int from, int to, boolean query) {
    public FromItem {
      columnNames = List.copyOf(columnNames);
    }
  }

  public PlannedQuery {
    items = List.copyOf(items);
    columns = Set.copyOf(columns);
    origins = List.copyOf(origins);
    fields = List.copyOf(fields);
    parameterTypes = List.copyOf(parameterTypes);
    relations = Set.copyOf(relations);
    references = List.copyOf(references);
  }
}
