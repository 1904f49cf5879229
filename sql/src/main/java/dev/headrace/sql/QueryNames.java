package dev.headrace.sql;

import java.util.HashSet;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Collects the last parts of all names in a query. */
final class QueryNames extends SqlBasicVisitor<@Nullable Void> {
  private final Set<String> names = new HashSet<>();

  private QueryNames() {}

  static Set<String> of(SqlNode query) {
    QueryNames collector = new QueryNames();
    query.accept(collector);
    return collector.names;
  }

  @Override
  public @Nullable Void visit(SqlIdentifier name) {
    names.add(name.names.getLast());
    return null;
  }
}
