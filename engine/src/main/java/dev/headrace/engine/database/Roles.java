package dev.headrace.engine.database;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The roles of a database, and what their sessions begin with. Immutable, as the catalog is: a
 * change makes others.
 */
public final class Roles {
  public static final Roles NONE = new Roles(Map.of(), SessionDefaults.NONE);

  private final Map<String, Role> roles;
  private final SessionDefaults defaults;

  private Roles(Map<String, Role> roles, SessionDefaults defaults) {
    this.roles = roles;
    this.defaults = defaults;
  }

  /** What sessions begin with. */
  public SessionDefaults defaults() {
    return defaults;
  }

  /** With others that sessions begin with. */
  public Roles with(SessionDefaults others) {
    return new Roles(roles, others);
  }

  /** All in the order of their creation. */
  public Collection<Role> all() {
    return Collections.unmodifiableCollection(roles.values());
  }

  public Optional<Role> find(String name) {
    return Optional.ofNullable(roles.get(name));
  }

  /**
   * A role that has to be there.
   *
   * @throws SqlException 42704
   */
  public Role require(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new SqlException(
                    ErrorCode.UNDEFINED_OBJECT,
                    "role " + SqlException.quote(name) + " does not exist"));
  }

  /**
   * With a new role.
   *
   * @throws SqlException 42710 if there is one of that name; 42939 if the name is not for users
   */
  public Roles create(Role role) {
    if (role.name().equals("public")
        || role.name().equals("none")
        || role.name().startsWith("pg_")) {
      throw new SqlException(
          ErrorCode.RESERVED_NAME, "role name " + SqlException.quote(role.name()) + " is reserved");
    }
    if (roles.containsKey(role.name())) {
      throw new SqlException(
          ErrorCode.DUPLICATE_OBJECT,
          "role " + SqlException.quote(role.name()) + " already exists");
    }
    role.memberOf().forEach(this::require);
    return with(role);
  }

  /** With a role in place of the one of that name. */
  public Roles replace(Role role) {
    require(role.name());
    return with(role);
  }

  /** Roles that were kept, in the order of their creation. */
  static Roles of(List<Role> kept) {
    Roles roles = NONE;
    for (Role role : kept) {
      roles = roles.with(role);
    }
    return roles;
  }

  private Roles with(Role role) {
    Map<String, Role> changed = new LinkedHashMap<>(roles);
    changed.put(role.name(), role);
    return new Roles(changed, defaults);
  }

  /**
   * Without a role, which has to be there and to have no members.
   *
   * @throws SqlException 42704, 2BP01
   */
  public Roles drop(String name) {
    require(name);
    for (Role role : roles.values()) {
      if (role.memberOf().contains(name)) {
        throw new SqlException(
                ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                "role "
                    + SqlException.quote(name)
                    + " cannot be dropped because some objects depend on it")
            .withDetail("membership of role " + role.name() + " in role " + name);
      }
    }
    Map<String, Role> fewer = new LinkedHashMap<>(roles);
    fewer.remove(name);
    return new Roles(fewer, defaults.without(name));
  }
}
