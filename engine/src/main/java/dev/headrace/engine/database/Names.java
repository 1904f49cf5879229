package dev.headrace.engine.database;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.sql.ObjectName;
import java.util.List;
import java.util.Optional;

/**
 * What names mean that a statement has written: objects of a catalog, looked up by a search path.
 * The catalog itself knows every object by one name only: that in {@code public} by itself, any
 * other with its schema.
 */
public record Names(Catalog catalog, SearchPath path) {
  /** The database's name, which may stand before a schema. */
  private static final String DATABASE = "headrace";

  private static final String PG_TEMP = "pg_temp";

  /** The catalog's name of an object. */
  public Optional<String> find(String written) {
    if (ObjectName.isQualified(written)) {
      return qualified(written).filter(catalog::isTaken);
    }
    List<String> schemas = path.schemas();
    for (int i = 0; i < schemas.size(); i++) {
      String schema = schemas.get(i);
      if (schema.equals(SystemRelations.PG_CATALOG)) {
        Optional<SystemRelation> system = SystemRelations.find(written);
        if (system.isPresent()) {
          return Optional.of(system.get().name());
        }
      } else if (catalog.hasSchema(schema)) {
        String name = Catalog.inSchema(schema, written);
        if (catalog.isTaken(name)) {
          return Optional.of(name);
        }
      }
    }
    return Optional.empty();
  }

  /** The catalog's name for a qualified one, whether or not there is such an object. */
  private Optional<String> qualified(String written) {
    String schema = schemaOf(written);
    String name = ObjectName.of(ObjectName.parts(written).getLast());
    if (schema.equals(PG_TEMP)) {
      return path.temporary().map(own -> Catalog.inSchema(own, name));
    }
    boolean others = Namespace.isTemporary(schema) && !path.temporary().equals(Optional.of(schema));
    return others ? Optional.empty() : Optional.of(Catalog.inSchema(schema, name));
  }

  private static String schemaOf(String qualified) {
    List<String> parts = ObjectName.parts(qualified);
    if (parts.size() > 3) {
      throw new SqlException(
          ErrorCode.SYNTAX_ERROR, "improper qualified name (too many dotted names): " + qualified);
    }
    if (parts.size() == 3 && !parts.getFirst().equals(DATABASE)) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "cross-database references are not implemented: " + SqlException.quote(qualified));
    }
    return parts.get(parts.size() - 2);
  }

  /** An object's name in messages: with its schema unless it is found without. */
  public String shown(String name) {
    String simple = ObjectName.simple(name);
    boolean visible = find(ObjectName.of(simple)).filter(name::equals).isPresent();
    return visible
        ? simple
        : ObjectName.isQualified(name) ? name : Namespace.PUBLIC_NAME + "." + name;
  }

  public Optional<Relation> relation(String written) {
    return find(written).flatMap(catalog::relation);
  }

  public Optional<Index> index(String written) {
    return find(written).flatMap(catalog::index);
  }

  public Optional<Sequence> sequence(String written) {
    return find(written).flatMap(catalog::sequence);
  }

  public Optional<Sink> sink(String written) {
    return find(written).flatMap(catalog::sink);
  }

  /** A type that was created. */
  public Optional<SqlType> type(String written) {
    if (ObjectName.isQualified(written)) {
      return qualified(written).flatMap(catalog::type);
    }
    return path.schemas().stream()
        .filter(catalog::hasSchema)
        .flatMap(schema -> catalog.type(Catalog.inSchema(schema, written)).stream())
        .findFirst();
  }

  /** A relation that has to be there. */
  public Relation require(String written) {
    return relation(written)
        .orElseThrow(
            () ->
                new SqlException(
                    ErrorCode.UNDEFINED_TABLE,
                    "relation " + SqlException.quote(written) + " does not exist"));
  }

  /** Whether there is an object of that name. */
  public boolean isTaken(String written) {
    return find(written).isPresent();
  }

  /** Refuses a name whose schema does not exist, as statements that define something do. */
  public void requireSchemaOf(String written) {
    missingSchema(written)
        .ifPresent(
            schema -> {
              throw missing(schema);
            });
  }

  /** The schema that a name is qualified with, if it does not exist. */
  public Optional<String> missingSchema(String written) {
    if (!ObjectName.isQualified(written)) {
      return Optional.empty();
    }
    String schema = schemaOf(written);
    boolean known = schema.equals(PG_TEMP) || catalog.hasSchema(schema);
    return known ? Optional.empty() : Optional.of(schema);
  }

  /** The error for a schema that is not there. */
  public static SqlException missing(String schema) {
    return new SqlException(
        ErrorCode.INVALID_SCHEMA_NAME, "schema " + SqlException.quote(schema) + " does not exist");
  }

  /** Whether names mean what they mean in the texts that are kept of views. */
  public boolean areThoseOfTexts() {
    return path.temporary().isEmpty()
        && namedSchemas().equals(List.of(Namespace.PUBLIC_NAME))
        && path.schemas().indexOf(SystemRelations.PG_CATALOG)
            <= path.schemas().indexOf(Namespace.PUBLIC_NAME);
  }

  /** The schemas of the search path that are there and that the setting names. */
  public List<String> namedSchemas() {
    return path.named().stream().filter(catalog::hasSchema).toList();
  }

  /** The schemas that a name is looked for in, in this order. */
  public List<String> schemas(String written) {
    return ObjectName.isQualified(written)
        ? qualified(written).map(Catalog::schemaOf).stream().toList()
        : path.schemas();
  }

  /** Whether a name may be that of something in a schema. */
  public boolean reaches(String written, String schema) {
    return schemas(written).contains(schema);
  }

  /** Whether a new object of that name is a temporary one because of its schema. */
  public boolean isTemporary(String written) {
    if (ObjectName.isQualified(written)) {
      String schema = schemaOf(written);
      return schema.equals(PG_TEMP) || Namespace.isTemporary(schema);
    }
    return namedSchemas().stream().findFirst().filter(Namespace::isTemporary).isPresent();
  }

  /**
   * The catalog's name for an object that is to be made and is not temporary.
   *
   * @throws SqlException 3F000 without a schema for it
   */
  public String ofNew(String written) {
    if (!ObjectName.isQualified(written)) {
      String schema =
          namedSchemas().stream()
              .findFirst()
              .orElseThrow(
                  () ->
                      new SqlException(
                          ErrorCode.INVALID_SCHEMA_NAME,
                          "no schema has been selected to create in"));
      requireWritable(schema, written);
      return Catalog.inSchema(schema, written);
    }
    String schema = schemaOf(written);
    requireSchemaOf(written);
    requireWritable(schema, written);
    return Catalog.inSchema(schema, ObjectName.of(ObjectName.parts(written).getLast()));
  }

  private static void requireWritable(String schema, String written) {
    if (Catalog.isSystemSchema(schema)) {
      throw new SqlException(
              ErrorCode.INSUFFICIENT_PRIVILEGE,
              "permission denied to create "
                  + SqlException.quote(schema + "." + ObjectName.simple(written)))
          .withDetail("System catalog modifications are currently disallowed.");
    }
  }
}
