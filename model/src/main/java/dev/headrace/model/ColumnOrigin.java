package dev.headrace.model;

/**
 * The column of a relation that a result's column shows as it is.
 *
 * @param relation OID of a table or view; 0 for a column that is computed
 * @param column its number, from 1; 0 for a column that is computed
 */
public record ColumnOrigin(int relation, int column) {
  public static final ColumnOrigin NONE = new ColumnOrigin(0, 0);
}
