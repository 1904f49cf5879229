package dev.headrace.engine.database;

import dev.headrace.model.EnumType;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.sql.BoundText;
import dev.headrace.sql.ObjectName;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The types that statements have created, in the order of their creation; all are enumerated types.
 * Who asks whether two lists are the same asks for identity, because types are equal to what they
 * were before they were changed.
 */
public final class UserTypes {
  static final UserTypes NONE = new UserTypes(Map.of());

  private final Map<String, SqlType> byName;

  private UserTypes(Map<String, SqlType> byName) {
    this.byName = Collections.unmodifiableMap(byName);
  }

  static UserTypes of(Collection<SqlType> all) {
    Map<String, SqlType> byName = new LinkedHashMap<>();
    all.forEach(type -> byName.put(nameOf(type), type));
    return new UserTypes(byName);
  }

  /** Whether a type, or its element's, is one that was created. */
  public static boolean isOne(SqlType type) {
    SqlType element = type.element();
    return type.kind() == Kind.ENUM || (element != null && element.kind() == Kind.ENUM);
  }

  /** The OID of such a type, or of the elements' of an array of them. */
  static int oid(SqlType type) {
    return Objects.requireNonNullElse(type.element(), type).enumType().oid();
  }

  /** The name of a type in the catalog. */
  public static String nameOf(SqlType type) {
    EnumType.Name name = type.enumType().name();
    return Catalog.inSchema(name.schema(), ObjectName.of(name.name()));
  }

  /** What a type is called that the catalog has under a name. */
  public static EnumType.Name name(String name) {
    return new EnumType.Name(Catalog.schemaOf(name), ObjectName.simple(name), BoundText.name(name));
  }

  public Collection<SqlType> all() {
    return byName.values();
  }

  Optional<SqlType> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Optional<SqlType> find(int oid) {
    return byName.values().stream().filter(type -> type.enumType().oid() == oid).findFirst();
  }

  /** The type of an OID, or the array of one. */
  public Optional<SqlType> ofOid(int oid) {
    return byName.values().stream()
        .flatMap(
            type -> {
              EnumType labels = type.enumType();
              return labels.oid() == oid
                  ? Stream.of(type)
                  : labels.arrayOid() == oid ? Stream.of(SqlType.array(type)) : Stream.empty();
            })
        .findFirst();
  }

  /** With another type, or another version of one. */
  public UserTypes with(EnumType type) {
    SqlType now = SqlType.enumerated(type);
    Map<String, SqlType> changed = new LinkedHashMap<>();
    byName.forEach(
        (name, known) -> {
          boolean same = known.enumType().oid() == type.oid();
          changed.put(same ? nameOf(now) : name, same ? now : known);
        });
    changed.putIfAbsent(nameOf(now), now);
    return new UserTypes(changed);
  }

  /** Without a type. */
  public UserTypes without(EnumType type) {
    Map<String, SqlType> fewer = new LinkedHashMap<>(byName);
    fewer.values().removeIf(known -> known.enumType().equals(type));
    return new UserTypes(fewer);
  }

  /** With other names of some. */
  UserTypes renamed(UnaryOperator<String> names) {
    UserTypes changed = this;
    for (Map.Entry<String, SqlType> each : byName.entrySet()) {
      String name = names.apply(each.getKey());
      if (!name.equals(each.getKey())) {
        changed = changed.with(each.getValue().enumType().renamed(name(name)));
      }
    }
    return changed;
  }

  /** Lets everybody see the types as they are here. */
  void publish() {
    byName.values().forEach(type -> type.enumType().publish());
  }
}
