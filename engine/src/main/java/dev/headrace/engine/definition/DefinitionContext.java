package dev.headrace.engine.definition;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Comments;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.Patience;
import dev.headrace.engine.database.PlannerCatalog;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Transaction;
import dev.headrace.engine.input.Inputs;
import dev.headrace.ir.Rel;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Notice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.sql.ObjectName;
import dev.headrace.sql.Planner;
import dev.headrace.sql.WrittenType;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What definitions need of the session that makes them.
 *
 * @param open the session's transaction
 * @param patience how long to wait for others
 * @param schemas where names are looked up and temporary objects are made
 * @param queries gives the rows of a relation, as the transaction sees them
 * @param views of the database
 */
public record DefinitionContext(
    Database database,
    Inputs inputs,
    Supplier<Transaction> open,
    Patience patience,
    Function<Rel, Segments> queries,
    Views views,
    SessionSchemas schemas) {
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
    return new Planner(new PlannerCatalog(names()));
  }

  /** The type that a statement has written. */
  public SqlType type(WrittenType written) {
    return written.resolve(new PlannerCatalog(names()));
  }

  /** A type of the catalog that a statement has written; 42704 if there is none. */
  SqlType requireType(String written) {
    Names names = names();
    names.requireSchemaOf(written);
    return names
        .type(written)
        .orElseThrow(
            () ->
                new SqlException(
                    ErrorCode.UNDEFINED_OBJECT,
                    "type " + SqlException.quote(written) + " does not exist"));
  }

  /** What names mean that statements write. */
  public Names names() {
    return schemas.names();
  }

  /** The relation that a statement has written. */
  Relation require(String written) {
    Names names = names();
    names.requireSchemaOf(written);
    return names.require(written);
  }

  /** Changes the catalog. */
  public void define(UnaryOperator<Catalog> edit) {
    transaction().define(edit, patience);
  }

  /** Puts a relation into the catalog, in the place of one of its name. */
  public void define(Relation relation) {
    define(catalog -> catalog.with(relation));
  }

  /** Lets the comment on something be that on what takes its place. */
  void moveComment(Comments.Subject from, Comments.Subject to) {
    define(catalog -> catalog.with(catalog.comments().moved(from, to)));
  }

  /** The name in the catalog of something new. */
  public String newName(String written, boolean temporary) {
    Names names = names();
    if (!temporary && !names.isTemporary(written)) {
      return names.ofNew(written);
    }
    if (ObjectName.isQualified(written) && !names.isTemporary(written)) {
      names.requireSchemaOf(written);
      throw new SqlException(
          ErrorCode.INVALID_TABLE_DEFINITION,
          "cannot create temporary relation in non-temporary schema");
    }
    List<String> parts = ObjectName.parts(written);
    String own = schemas.temporary();
    if (parts.size() > 1 && !Set.of(own, "pg_temp").contains(parts.get(parts.size() - 2))) {
      throw new SqlException(
          ErrorCode.INVALID_TABLE_DEFINITION,
          "cannot create relations in temporary schemas of other sessions");
    }
    return Catalog.inSchema(own, ObjectName.of(parts.getLast()));
  }

  /** Refuses a name in the catalog that something has. */
  public void requireFree(String name) {
    if (catalog().isTaken(name)) {
      throw duplicate(name);
    }
    if (catalog().type(name).isPresent()) {
      throw duplicateType(name)
          .withHint(
              "A relation has an associated type of the same name, so you must use a name that"
                  + " doesn't conflict with any existing type.");
    }
  }

  /** The error for a name that a type has. */
  static SqlException duplicateType(String name) {
    return new SqlException(
        ErrorCode.DUPLICATE_OBJECT,
        "type " + SqlException.quote(ObjectName.simple(name)) + " already exists");
  }

  /** The error for a name that something has. */
  public static SqlException duplicate(String name) {
    return new SqlException(
        ErrorCode.DUPLICATE_TABLE,
        "relation " + SqlException.quote(ObjectName.simple(name)) + " already exists");
  }

  /** The notice that nothing is made, because something has the name. */
  public static List<Notice> skipped(String name) {
    String relation = "relation " + SqlException.quote(ObjectName.simple(name));
    return List.of(skipped(ErrorCode.DUPLICATE_TABLE, relation + " already exists"));
  }

  /** The notice that nothing is made, with the code and the message that it would fail with. */
  static Notice skipped(ErrorCode code, String exists) {
    return Notice.of(Notice.Severity.NOTICE, code.sqlState(), exists + ", skipping");
  }

  /** The notice that nothing is changed, because there is nothing of that name. */
  static List<String> missing(String written) {
    return List.of(
        "relation " + SqlException.quote(ObjectName.simple(written)) + " does not exist, skipping");
  }

  /**
   * A name without a schema that nothing has beside another object: with a number behind it if need
   * be.
   */
  String freeName(String beside, String base) {
    String name = base;
    for (int i = 1; catalog().isTaken(Catalog.beside(beside, name)); i++) {
      name = base + i;
    }
    return name;
  }
}
