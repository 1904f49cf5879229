package dev.headrace.codegen.spec;

import dev.headrace.model.SqlType;

/**
 * Single values of an argument by group, for DISTINCT, MIN and MAX: a table keyed by the group's
 * key columns and the argument, with one BIGINT, the weight.
 *
 * @param argument column; records where it is NULL take no part
 * @param filter BOOLEAN column, only records for which it is TRUE take part; or -1
 * @param type of the argument
 */
public record ValueSet(int argument, int filter, SqlType type) {}
