package dev.headrace.engine.database;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The schemas of a catalog, in the order of their creation; those of the system are not in it. */
record Schemas(Map<String, Namespace> byName) {
  /** Those of a new database. */
  static final Schemas INITIAL = new Schemas(Map.of(Namespace.PUBLIC_NAME, Namespace.PUBLIC));

  Schemas {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  static Schemas of(Collection<Namespace> all) {
    Map<String, Namespace> byName = new LinkedHashMap<>();
    all.forEach(schema -> byName.put(schema.name(), schema));
    return new Schemas(byName);
  }

  Collection<Namespace> all() {
    return byName.values();
  }

  Optional<Namespace> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Schemas with(Namespace schema) {
    Map<String, Namespace> changed = new LinkedHashMap<>(byName);
    changed.put(schema.name(), schema);
    return new Schemas(changed);
  }

  Schemas renamed(String old, String name) {
    return of(byName.values().stream().map(s -> s.name().equals(old) ? s.named(name) : s).toList());
  }

  Schemas without(String name) {
    Map<String, Namespace> fewer = new LinkedHashMap<>(byName);
    fewer.remove(name);
    return new Schemas(fewer);
  }

  /** Those that outlive sessions. */
  Schemas permanent() {
    return of(byName.values().stream().filter(schema -> !schema.isTemporary()).toList());
  }
}
