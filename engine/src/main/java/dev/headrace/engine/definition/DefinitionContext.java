package dev.headrace.engine.definition;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.Patience;
import dev.headrace.engine.database.PlannerCatalog;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Transaction;
import dev.headrace.engine.input.Inputs;
import dev.headrace.ir.Rel;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.sql.Planner;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What definitions need of the session that makes them.
 *
 * @param open the session's transaction
 * @param patience how long to wait for others
 * @param queries gives the rows of a relation, as the transaction sees them
 * @param views of the database
 */
public record DefinitionContext(
    Database database,
    Inputs inputs,
    Supplier<Transaction> open,
    Patience patience,
    Function<Rel, Segments> queries,
    Views views) {
  /** The session's transaction. */
  public Transaction transaction() {
    return open.get();
  }

  /** The definitions that the transaction sees. */
  public Catalog catalog() {
    return open.get().catalog();
  }

  /** Plans against the definitions that the transaction sees. */
  public Planner planner() {
    return new Planner(new PlannerCatalog(catalog()));
  }

  /** Changes the catalog. */
  public void define(UnaryOperator<Catalog> edit) {
    transaction().define(edit, patience);
  }

  /** Puts a relation into the catalog, in the place of one of its name. */
  public void define(Relation relation) {
    define(catalog -> catalog.with(relation));
  }

  /** The name of something new. */
  public String newName(String written) {
    String name = Catalog.unqualified(written);
    int dot = name.indexOf('.');
    if (dot >= 0) {
      throw new SqlException(
          ErrorCode.INVALID_SCHEMA_NAME,
          "schema " + SqlException.quote(name.substring(0, dot)) + " does not exist");
    }
    return name;
  }

  /** Makes sure that nothing has a name. */
  public void requireFree(String name) {
    if (catalog().isTaken(name)) {
      throw new SqlException(
          ErrorCode.DUPLICATE_TABLE, "relation " + SqlException.quote(name) + " already exists");
    }
  }

  /** A name made of parts that nothing has: with a number behind it if need be. */
  String freeName(String base) {
    String name = base;
    for (int i = 1; catalog().isTaken(name); i++) {
      name = base + i;
    }
    return name;
  }
}
