package dev.headrace.engine.system;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.Identifiers;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The row of {@code pg_identify_object}: what kind of object a pair of OIDs stands for, and which.
 *
 * @param name only where it and the schema are enough to tell the object from others
 * @param identity null if there is no such object
 */
record ObjectIdentity(
    String type, @Nullable String schema, @Nullable String name, @Nullable String identity) {
  private static final Pattern QUOTED = Pattern.compile("[\\s\"\\\\(),]");

  /**
   * Finds an object.
   *
   * @param catalog the OID of the system table that lists such objects
   * @param column of the object, a relation, from 1; or 0
   */
  static ObjectIdentity of(SystemObjects objects, int catalog, int oid, int column) {
    return switch (catalog) {
      case DependencyRows.CLASSES ->
          objects
              .find(oid)
              .map(each -> relation(each, column))
              .orElse(unknown(column == 0 ? "relation" : "relation column"));
      case DependencyRows.CONSTRAINTS ->
          objects.constraints().stream()
              .filter(each -> each.oid() == oid)
              .findFirst()
              .map(ObjectIdentity::constraint)
              .orElse(unknown("constraint"));
      case DependencyRows.DEFAULTS ->
          ColumnDefaults.all(objects).stream()
              .filter(each -> each.oid() == oid)
              .findFirst()
              .map(ObjectIdentity::columnDefault)
              .orElse(unknown("default value"));
      case DependencyRows.SCHEMAS ->
          objects
              .schema(oid)
              .map(each -> named("schema", each.schemaName()))
              .orElse(unknown("schema"));
      case DependencyRows.RULES ->
          DependencyRows.viewOfRule(objects, oid).map(ObjectIdentity::rule).orElse(unknown("rule"));
      case ExtensionRows.CATALOG ->
          BuiltInExtension.ofOid(oid)
              .map(each -> named("extension", each.extensionName()))
              .orElse(unknown("extension"));
      case SystemTypes.CATALOG -> type(oid);
      default ->
          throw new SqlException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "unrecognized object class: " + Integer.toUnsignedString(catalog));
    };
  }

  private static ObjectIdentity unknown(String type) {
    return new ObjectIdentity(type, null, null, null);
  }

  private static String qualified(SystemClass each) {
    return Identifiers.quoted(each.schema().schemaName()) + "." + Identifiers.quoted(each.name());
  }

  private static ObjectIdentity relation(SystemClass each, int column) {
    String type = type(each);
    String schema = Identifiers.quoted(each.schema().schemaName());
    String name = Identifiers.quoted(each.name());
    if (column == 0) {
      return new ObjectIdentity(type, schema, name, qualified(each));
    }
    return each.column(column)
        .map(field -> qualified(each) + "." + Identifiers.quoted(field.name()))
        .map(identity -> new ObjectIdentity(type + " column", schema, name, identity))
        .orElse(unknown(type + " column"));
  }

  private static String type(SystemClass each) {
    return switch (each.kind()) {
      case SystemClass.TABLE -> "table";
      case SystemClass.VIEW -> "view";
      case SystemClass.MATERIALIZED_VIEW -> "materialized view";
      case SystemClass.SEQUENCE -> "sequence";
      case SystemClass.INDEX -> "index";
      case SystemClass.SOURCE -> "foreign table";
      default -> "relation";
    };
  }

  private static ObjectIdentity constraint(SystemConstraint each) {
    return new ObjectIdentity(
        "table constraint",
        Identifiers.quoted(each.table().schema().schemaName()),
        null,
        Identifiers.quoted(each.name()) + " on " + qualified(each.table()));
  }

  private static ObjectIdentity columnDefault(ColumnDefaults each) {
    String column = each.table().fields().get(each.column()).name();
    return new ObjectIdentity(
        "default value",
        null,
        null,
        "for " + qualified(each.table()) + "." + Identifiers.quoted(column));
  }

  /** A schema, or the extension that brings it. */
  private static ObjectIdentity named(String type, String unquoted) {
    String name = Identifiers.quoted(unquoted);
    return new ObjectIdentity(type, null, name, name);
  }

  private static ObjectIdentity rule(SystemClass view) {
    return new ObjectIdentity(
        "rule",
        null,
        null,
        Identifiers.quoted(DependencyRows.RULE_NAME) + " on " + qualified(view));
  }

  private static ObjectIdentity type(int oid) {
    return SystemTypes.find(oid)
        .map(
            each ->
                new ObjectIdentity(
                    "type",
                    Schema.PG_CATALOG.schemaName(),
                    Identifiers.quoted(each.name()),
                    SystemTypes.format(oid, -1)))
        .orElse(unknown("type"));
  }

  /** As PostgreSQL writes a row as one value. */
  String text() {
    return Stream.of(
            Optional.of(type),
            Optional.ofNullable(schema),
            Optional.ofNullable(name),
            Optional.ofNullable(identity))
        .map(field -> field.map(ObjectIdentity::field).orElse(""))
        .collect(Collectors.joining(",", "(", ")"));
  }

  private static String field(String text) {
    return text.isEmpty() || QUOTED.matcher(text).find()
        ? '"' + text.replace("\\", "\\\\").replace("\"", "\"\"") + '"'
        : text;
  }
}
