package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Index;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.Relation;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.sql.ObjectName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds indexes by name, with those of primary keys, which the catalog keeps with the tables. */
final class IndexNames {
  private final DefinitionContext context;

  IndexNames(DefinitionContext context) {
    this.context = context;
  }

  /** Refuses what is not the name of a table's index. */
  void requireOf(BaseRelation table, String name) {
    boolean key = !table.primaryKey().isEmpty() && table.keyName().equals(name);
    if (!key && context.catalog().indexOf(table, name).isEmpty()) {
      throw new SqlException(
          ErrorCode.UNDEFINED_OBJECT,
          "index "
              + SqlException.quote(name)
              + " for table "
              + SqlException.quote(table.simpleName())
              + " does not exist");
    }
  }

  /** The OID of an index, which is that of a primary key's, too. */
  int require(String written) {
    Names names = context.names();
    names.requireSchemaOf(written);
    return find(written)
        .orElseThrow(
            () ->
                names.isTaken(written)
                    ? new SqlException(
                        ErrorCode.WRONG_OBJECT_TYPE,
                        SqlException.quote(ObjectName.simple(written)) + " is not an index")
                    : new SqlException(
                        ErrorCode.UNDEFINED_TABLE,
                        "relation " + SqlException.quote(written) + " does not exist"));
  }

  Optional<Integer> find(String written) {
    return context
        .names()
        .index(written)
        .map(Index::oid)
        .or(() -> Optional.ofNullable(primaryKey(written)));
  }

  private @Nullable Integer primaryKey(String written) {
    Names names = context.names();
    String name = ObjectName.parts(written).getLast();
    for (Relation relation : context.catalog().relations()) {
      if (relation instanceof BaseRelation base
          && !base.primaryKey().isEmpty()
          && base.keyName().equals(name)
          && names.reaches(written, Catalog.schemaOf(base.name()))) {
        return Integer.MAX_VALUE - base.oid();
      }
    }
    return null;
  }
}
