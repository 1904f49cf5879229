package dev.headrace.sql;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * ON CONFLICT.
 *
 * @param place of its first word
 * @param keys columns and expressions of the target; empty without a target, or for a constraint
 * @param keysWhere the condition of a partial index
 * @param constraint the target's name after ON CONSTRAINT
 * @param update whether it is DO UPDATE
 * @param assignments of DO UPDATE
 * @param where of DO UPDATE
 */
record ParsedConflict(
    SqlNode place,
    List<SqlNode> keys,
    @Nullable SqlNode keysWhere,
    @Nullable SqlIdentifier constraint,
    boolean update,
    List<Assignment> assignments,
    @Nullable SqlNode where) {}
