package dev.headrace.engine.database;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What parameters of sessions begin with, by ALTER DATABASE and ALTER ROLE. Immutable, as the
 * catalog is: a change makes others.
 */
public final class SessionDefaults {
  public static final SessionDefaults NONE = new SessionDefaults(Map.of());

  /**
   * Of which sessions.
   *
   * @param role empty for all roles
   * @param database whether it was said of the database; there is one, but what is said of it comes
   *     before what is not
   */
  public record Scope(Optional<String> role, boolean database) {}

  private final Map<Scope, SortedMap<String, String>> values;

  private SessionDefaults(Map<Scope, SortedMap<String, String>> values) {
    this.values = values;
  }

  /** What was said of some sessions, by parameter. */
  public SortedMap<String, String> of(Scope scope) {
    return Collections.unmodifiableSortedMap(values.getOrDefault(scope, new TreeMap<>()));
  }

  /** All about which something was said. */
  public List<Scope> scopes() {
    return List.copyOf(values.keySet());
  }

  /**
   * What a role's sessions begin with. As in PostgreSQL what is said of the role in the database
   * comes first, then of the role, of the database, of all.
   */
  public Map<String, String> forRole(String name) {
    Map<String, String> found = new TreeMap<>();
    for (Optional<String> role : List.of(Optional.<String>empty(), Optional.of(name))) {
      found.putAll(of(new Scope(role, false)));
      found.putAll(of(new Scope(role, true)));
    }
    return found;
  }

  /**
   * With a parameter's value for some sessions.
   *
   * @param value null for none
   */
  public SessionDefaults with(Scope scope, String parameter, @Nullable String value) {
    SortedMap<String, String> changed = new TreeMap<>(of(scope));
    if (value == null) {
      changed.remove(parameter);
    } else {
      changed.put(parameter, value);
    }
    return with(scope, changed);
  }

  /** Without what was said of some sessions. */
  public SessionDefaults without(Scope scope) {
    return with(scope, new TreeMap<>());
  }

  /** Without what was said of a role's sessions. */
  SessionDefaults without(String role) {
    return without(new Scope(Optional.of(role), false)).without(new Scope(Optional.of(role), true));
  }

  private SessionDefaults with(Scope scope, SortedMap<String, String> changed) {
    Map<Scope, SortedMap<String, String>> all = new LinkedHashMap<>(values);
    if (changed.isEmpty()) {
      all.remove(scope);
    } else {
      all.put(scope, changed);
    }
    return new SessionDefaults(all);
  }
}
