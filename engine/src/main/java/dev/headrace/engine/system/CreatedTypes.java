package dev.headrace.engine.system;

import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.UserTypes;
import dev.headrace.engine.system.SystemRows.Context;
import dev.headrace.engine.system.SystemTypes.SystemType;
import dev.headrace.engine.system.SystemTypes.TypeFunction;
import dev.headrace.model.EnumType;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.Identifiers;
import dev.headrace.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Types that were created, as PostgreSQL's catalogs have them: each, and that of its arrays. */
final class CreatedTypes {
  private static final TypeFunction NONE = new TypeFunction(0, "-");

  /** The functions of all enumerated types. */
  static final List<TypeFunction> OF_ENUMS =
      List.of(
          new TypeFunction(3506, "enum_in"),
          new TypeFunction(3507, "enum_out"),
          new TypeFunction(3532, "enum_recv"),
          new TypeFunction(3533, "enum_send"),
          NONE,
          NONE,
          NONE);

  private static final List<TypeFunction> OF_ARRAYS =
      List.of(
          new TypeFunction(750, "array_in"),
          new TypeFunction(751, "array_out"),
          new TypeFunction(2400, "array_recv"),
          new TypeFunction(2401, "array_send"),
          NONE,
          NONE,
          new TypeFunction(6179, "array_subscript_handler"));

  private CreatedTypes() {}

  private static SystemType plain(EnumType type) {
    String[] text = {"4", "t", "e", "E", "f", "0", number(type.arrayOid()), "i", "p", "0"};
    return of(type.oid(), type.name().name(), text, OF_ENUMS);
  }

  private static SystemType array(EnumType type) {
    String[] text = {"-1", "f", "b", "A", "f", number(type.oid()), "0", "i", "x", "0"};
    return of(type.arrayOid(), "_" + type.name().name(), text, OF_ARRAYS);
  }

  private static String number(int oid) {
    return Integer.toString(oid);
  }

  private static SystemType of(int oid, String name, String[] rest, List<TypeFunction> functions) {
    List<String> text = new ArrayList<>(List.of(number(oid), name));
    text.addAll(List.of(rest));
    return new SystemType(oid, name, text, functions);
  }

  /** A type's row, whether it was created or is there by itself. */
  static Optional<SystemType> row(SqlType type, int oid) {
    if (!UserTypes.isOne(type)) {
      return SystemTypes.find(oid);
    }
    SqlType element = type.element();
    return Optional.of(element == null ? plain(type.enumType()) : array(element.enumType()));
  }

  /** The rows of the types of a catalog, each with the name of its schema. */
  static void rows(Context context, BiConsumer<SystemType, String> taker) {
    for (SqlType type : context.catalog().types().all()) {
      String schema = type.enumType().name().schema();
      taker.accept(plain(type.enumType()), schema);
      taker.accept(array(type.enumType()), schema);
    }
  }

  /** The rows of {@code pg_enum}. */
  static void labels(RowBuilder rows, Context context) {
    for (SqlType type : context.catalog().types().all()) {
      for (EnumType.Label label : type.enumType().labels()) {
        rows.set("oid", label.oid())
            .set("enumtypid", type.enumType().oid())
            .set("enumsortorder", label.sortOrder())
            .set("enumlabel", label.text())
            .add();
      }
    }
  }

  /** The OID of a name as it is written, {@code mood} or {@code s.mood[]}. */
  static Optional<Integer> named(Names names, String written) {
    boolean array = written.endsWith("[]");
    String name = array ? written.substring(0, written.length() - 2).strip() : written;
    return names
        .type(name)
        .map(SqlType::enumType)
        .map(type -> array ? type.arrayOid() : type.oid());
  }

  /** {@code format_type} of an OID: with the schema unless the type is found without. */
  static Optional<String> format(Names names, int oid) {
    return names
        .catalog()
        .types()
        .ofOid(oid)
        .map(
            type ->
                type.element() == null
                    ? format(names, type)
                    : format(names, type.element()) + "[]");
  }

  private static String format(Names names, SqlType type) {
    EnumType.Name name = type.enumType().name();
    String simple = Identifiers.quoted(name.name());
    return isVisible(names, type) ? simple : Identifiers.quoted(name.schema()) + "." + simple;
  }

  private static boolean isVisible(Names names, SqlType type) {
    return names
        .type(ObjectName.of(type.enumType().name().name()))
        .filter(type::equals)
        .isPresent();
  }

  /** Whether the type of an OID is found by its name alone; empty if there is none. */
  static Optional<Boolean> isVisible(Names names, int oid) {
    return names
        .catalog()
        .types()
        .ofOid(oid)
        .map(type -> isVisible(names, type.element() == null ? type : type.element()));
  }
}
