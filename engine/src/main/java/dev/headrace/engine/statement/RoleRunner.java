package dev.headrace.engine.statement;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Patience;
import dev.headrace.engine.database.Role;
import dev.headrace.engine.database.Roles;
import dev.headrace.engine.database.SessionDefaults;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Notice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.security.ScramVerifier;
import dev.headrace.model.text.TextFormat;
import dev.headrace.sql.RoleOptions;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * CREATE, ALTER and DROP ROLE, and membership in roles. Superusers may do all of it, roles with
 * CREATEROLE what concerns no superuser, and everybody may change the own password.
 */
final class RoleRunner {
  private final TransactionControl transactions;
  private final SessionParameters session;
  private final Patience patience;

  RoleRunner(TransactionControl transactions, SessionParameters session, Patience patience) {
    this.transactions = transactions;
    this.session = session;
    this.patience = patience;
  }

  Outcome run(Statement.AccessControl statement) {
    return switch (statement) {
      case Statement.CreateRole create -> create(create);
      case Statement.AlterRole alter -> alter(alter);
      case Statement.AlterSessionDefault alter -> alter(alter);
      case Statement.GrantRole grant -> grant(grant);
      case Statement.Grant grant -> throw Unsupported.feature("GRANT of privileges on objects");
    };
  }

  private Roles roles() {
    return transactions.catalog().roles();
  }

  private void change(UnaryOperator<Roles> change) {
    transactions
        .current()
        .define((Catalog catalog) -> catalog.with(change.apply(catalog.roles())), patience);
  }

  // ---- what the session may do

  private boolean mayManageRoles() {
    return session.isSuperuser()
        || roles().find(session.user()).filter(Role::createRole).isPresent();
  }

  private static SqlException denied(String message) {
    return new SqlException(ErrorCode.INSUFFICIENT_PRIVILEGE, message);
  }

  // ---- statements

  private Outcome create(Statement.CreateRole create) {
    if (create.options().superuser().orElse(false) && !session.isSuperuser()) {
      throw denied("must be superuser to create superusers");
    }
    if (!mayManageRoles()) {
      throw denied("permission denied to create role");
    }
    Role role = applied(create.options(), Role.named(create.name()));
    change(roles -> roles.create(role));
    return Outcome.Done.of("CREATE ROLE");
  }

  private Outcome alter(Statement.AlterRole alter) {
    Role before = roles().require(alter.name());
    RoleOptions options = alter.options();
    if (!session.isSuperuser()) {
      if (before.superuser() || options.superuser().isPresent()) {
        throw denied("must be superuser to alter superuser roles or change superuser attribute");
      }
      boolean ownPassword = alter.name().equals(session.user()) && isOnlyPassword(options);
      if (!ownPassword && !mayManageRoles()) {
        throw denied("permission denied");
      }
    }
    Role after = applied(options, before);
    change(roles -> roles.replace(after));
    return Outcome.Done.of("ALTER ROLE");
  }

  private Outcome alter(Statement.AlterSessionDefault alter) {
    Optional<String> name = alter.role().map(this::named);
    if (!session.isSuperuser()) {
      if (name.flatMap(roles()::find).filter(Role::superuser).isPresent()) {
        throw denied("must be superuser to alter superuser roles or change superuser attribute");
      }
      boolean own = name.isPresent() && name.get().equals(session.user());
      if (name.isEmpty()) {
        throw denied(
            alter.ofDatabase()
                ? "must be owner of the database"
                : "must be superuser to alter settings globally");
      }
      if (!own && !mayManageRoles()) {
        throw denied("permission denied");
      }
    }
    SessionDefaults.Scope scope = new SessionDefaults.Scope(name, alter.ofDatabase());
    String parameter = alter.parameter();
    String value =
        switch (alter.value()) {
          case Statement.SessionDefault.Value(String text) -> text;
          case Statement.SessionDefault.Current _ -> session.get(parameter);
          case Statement.SessionDefault.Reset _ -> null;
        };
    boolean all = value == null && parameter.equals("all");
    String key = all ? parameter : KnownParameters.checkedDefault(parameter, value);
    change(
        roles ->
            roles.with(
                all ? roles.defaults().without(scope) : roles.defaults().with(scope, key, value)));
    boolean database = alter.ofDatabase() && name.isEmpty();
    return Outcome.Done.of(database ? "ALTER DATABASE" : "ALTER ROLE");
  }

  /** A role that there is, by its name or by a word for the session's, which need not be kept. */
  private String named(String name) {
    boolean own =
        name.equals(session.user())
            || Set.of("current_user", "session_user", "current_role").contains(name);
    return own ? session.user() : roles().require(name).name();
  }

  private static boolean isOnlyPassword(RoleOptions options) {
    return options.password().isPresent()
        && options.login().isEmpty()
        && options.createDatabase().isEmpty()
        && options.createRole().isEmpty()
        && options.inherit().isEmpty()
        && options.replication().isEmpty()
        && options.connectionLimit().isEmpty()
        && options.validUntil().isEmpty()
        && options.memberOf().isEmpty();
  }

  private Role applied(RoleOptions options, Role role) {
    Set<String> memberOf = new LinkedHashSet<>(role.memberOf());
    memberOf.addAll(options.memberOf());
    return new Role(
        role.name(),
        options.superuser().orElse(role.superuser()),
        options.createRole().orElse(role.createRole()),
        options.createDatabase().orElse(role.createDatabase()),
        options.inherit().orElse(role.inherit()),
        options.replication().orElse(role.replication()),
        options.login().orElse(role.login()),
        options.password().isPresent() ? verifier(options.password().get()) : role.verifier(),
        options.connectionLimit().map(Long::intValue).orElse(role.connectionLimit()),
        options.validUntil().map(this::time).orElse(role.validUntil()),
        List.copyOf(memberOf));
  }

  private static Optional<ScramVerifier> verifier(RoleOptions.Password password) {
    return password.text().filter(text -> !text.isEmpty()).map(Role::verifierOf);
  }

  private long time(String text) {
    return (long) TextFormat.parse(SqlType.TIMESTAMPTZ, text, session.zone());
  }

  /** DROP ROLE. */
  Outcome drop(Statement.Drop drop) {
    if (!mayManageRoles()) {
      throw denied("permission denied to drop role");
    }
    List<Notice> notices = new ArrayList<>();
    for (String name : drop.names()) {
      Optional<Role> role = roles().find(name);
      if (role.isEmpty() && drop.ifExists()) {
        notices.add(Notice.of("role " + SqlException.quote(name) + " does not exist, skipping"));
        continue;
      }
      if (name.equals(session.user())) {
        throw new SqlException(ErrorCode.OBJECT_IN_USE, "current user cannot be dropped");
      }
      if (role.filter(Role::superuser).isPresent() && !session.isSuperuser()) {
        throw denied("must be superuser to drop superusers");
      }
      change(roles -> roles.drop(name));
    }
    return new Outcome.Done("DROP ROLE", -1, notices);
  }

  private Outcome grant(Statement.GrantRole grant) {
    if (!mayManageRoles()) {
      throw denied(
          "must have admin option on role " + SqlException.quote(grant.granted().getFirst()));
    }
    for (String name : grant.roles()) {
      Role role = roles().require(name);
      Set<String> memberOf = new LinkedHashSet<>(role.memberOf());
      for (String granted : grant.granted()) {
        roles().require(granted);
        if (grant.revoke()) {
          memberOf.remove(granted);
        } else {
          requireNoCircle(granted, name);
          memberOf.add(granted);
        }
      }
      Role after = role.withMemberOf(List.copyOf(memberOf));
      change(roles -> roles.replace(after));
    }
    return Outcome.Done.of(grant.revoke() ? "REVOKE ROLE" : "GRANT ROLE");
  }

  /** No role may be a member of itself, not even through others. */
  private void requireNoCircle(String group, String member) {
    if (group.equals(member) || isMember(group, member)) {
      throw new SqlException(
          ErrorCode.INVALID_GRANT_OPERATION,
          "role "
              + SqlException.quote(group)
              + " is a member of role "
              + SqlException.quote(member));
    }
  }

  private boolean isMember(String name, String group) {
    return roles().find(name).stream()
        .flatMap(role -> role.memberOf().stream())
        .anyMatch(each -> each.equals(group) || isMember(each, group));
  }
}
