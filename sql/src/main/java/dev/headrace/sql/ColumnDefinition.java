package dev.headrace.sql;

import java.util.Optional;

/**
 * A column of CREATE TABLE.
 *
 * @param check its own CHECK constraint; may refer to other columns, as PostgreSQL lets it
 * @param generation where its values come from; empty for an ordinary column
 */
public record ColumnDefinition(
    String name,
    WrittenType type,
    boolean notNull,
    Optional<ParsedExpression> defaultValue,
    Optional<ParsedExpression> check,
    boolean primaryKey,
    boolean unique,
    Optional<Generation> generation) {}
