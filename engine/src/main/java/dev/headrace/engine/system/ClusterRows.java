package dev.headrace.engine.system;

import dev.headrace.engine.database.OpenSession;
import dev.headrace.engine.database.Role;
import dev.headrace.engine.database.SessionDefaults;
import dev.headrace.engine.system.SystemRows.Context;
import dev.headrace.engine.system.SystemRows.Source;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What PostgreSQL has per cluster: databases, roles, tablespaces, settings, sessions. */
final class ClusterRows {
  /** The one database there is. */
  static final String DATABASE = "headrace";

  static final int DATABASE_OID = 15000 + 1;
  static final int UTF8 = 6;
  private static final int DEFAULT_TABLESPACE = 1663;
  private static final String HIDDEN = "********";

  private ClusterRows() {}

  static void register(Map<String, Source> sources) {
    sources.put("pg_catalog.pg_database", ClusterRows::databases);
    sources.put("pg_catalog.pg_tablespace", ClusterRows::tablespaces);
    sources.put("pg_catalog.pg_authid", (rows, context) -> roles(rows, context, "pg_authid"));
    sources.put("pg_catalog.pg_roles", (rows, context) -> roles(rows, context, "pg_roles"));
    sources.put("pg_catalog.pg_user", ClusterRows::users);
    sources.put("pg_catalog.pg_shadow", ClusterRows::users);
    sources.put("pg_catalog.pg_auth_members", ClusterRows::members);
    sources.put("pg_catalog.pg_db_role_setting", ClusterRows::sessionDefaults);
    sources.put("pg_catalog.pg_settings", ClusterRows::settings);
    sources.put("pg_catalog.pg_stat_activity", ClusterRows::activity);
    sources.put("pg_catalog.pg_stat_database", ClusterRows::statistics);
  }

  private static void databases(RowBuilder rows, Context context) {
    rows.set("oid", DATABASE_OID)
        .set("datname", DATABASE)
        .set("datdba", SystemObjects.FIRST_ROLE)
        .set("encoding", UTF8)
        .set("datlocprovider", 'c')
        .set("datallowconn", true)
        .set("datconnlimit", -1)
        .set("dattablespace", DEFAULT_TABLESPACE)
        .set("datcollate", "C")
        .set("datctype", "C.UTF-8")
        .add();
  }

  private static void tablespaces(RowBuilder rows, Context context) {
    rows.set("oid", DEFAULT_TABLESPACE)
        .set("spcname", "pg_default")
        .set("spcowner", SystemObjects.FIRST_ROLE)
        .add();
  }

  private static Map<Integer, Role> roles(Context context) {
    return context.objects().roles(context.session().user());
  }

  private static void roles(RowBuilder rows, Context context, String relation) {
    roles(context)
        .forEach(
            (oid, role) -> {
              rows.set("oid", oid)
                  .set("rolname", role.name())
                  .set("rolsuper", role.superuser())
                  .set("rolinherit", role.inherit())
                  .set("rolcreaterole", role.createRole())
                  .set("rolcreatedb", role.createDatabase())
                  .set("rolcanlogin", role.login())
                  .set("rolreplication", role.replication())
                  .set("rolbypassrls", role.superuser())
                  .set("rolconnlimit", role.connectionLimit())
                  .set("rolvaliduntil", until(role));
              // verifiers are nobody's business
              if (relation.equals("pg_roles")) {
                rows.set("rolpassword", HIDDEN);
              }
              rows.add();
            });
  }

  private static @org.jspecify.annotations.Nullable Long until(Role role) {
    return role.validUntil() == Long.MAX_VALUE ? null : Long.valueOf(role.validUntil());
  }

  private static void users(RowBuilder rows, Context context) {
    roles(context)
        .forEach(
            (oid, role) -> {
              if (role.login()) {
                rows.set("usename", role.name())
                    .set("usesysid", oid)
                    .set("usecreatedb", role.createDatabase())
                    .set("usesuper", role.superuser())
                    .set("userepl", role.replication())
                    .set("usebypassrls", role.superuser())
                    .set("passwd", HIDDEN)
                    .set("valuntil", until(role))
                    .add();
              }
            });
  }

  private static void members(RowBuilder rows, Context context) {
    Map<Integer, Role> roles = roles(context);
    roles.forEach(
        (member, role) ->
            roles.forEach(
                (group, other) -> {
                  if (role.memberOf().contains(other.name())) {
                    rows.set("roleid", group)
                        .set("member", member)
                        .set("grantor", SystemObjects.FIRST_ROLE)
                        .add();
                  }
                }));
  }

  private static void sessionDefaults(RowBuilder rows, Context context) {
    SessionDefaults defaults = context.catalog().roles().defaults();
    Map<String, Integer> oids = new HashMap<>();
    roles(context).forEach((oid, role) -> oids.put(role.name(), oid));
    for (SessionDefaults.Scope scope : defaults.scopes()) {
      Integer role = scope.role().map(oids::get).orElse(0);
      if (role != null) {
        rows.set("setdatabase", scope.database() ? DATABASE_OID : 0)
            .set("setrole", role)
            .set(
                "setconfig",
                defaults.of(scope).entrySet().stream()
                    .map(each -> each.getKey() + "=" + each.getValue())
                    .toList())
            .add();
      }
    }
  }

  private static void settings(RowBuilder rows, Context context) {
    context
        .session()
        .all()
        .forEach(
            (name, value) ->
                rows.set("name", name)
                    .set("setting", value)
                    .set("category", "Headrace")
                    .set("short_desc", "")
                    .set("context", "user")
                    .set("vartype", Set.of("on", "off").contains(value) ? "bool" : "string")
                    .set("source", "session")
                    .set("pending_restart", false)
                    .add());
  }

  private static void activity(RowBuilder rows, Context context) {
    for (OpenSession session : context.database().sessions().all()) {
      boolean seen = mayTell(session, context);
      OpenSession.Client client = session.client();
      rows.set("datid", DATABASE_OID)
          .set("datname", DATABASE)
          .set("pid", session.processId())
          .set("usename", session.user())
          .set("usesysid", SystemFunctions.roleOid(context.objects(), session.user()))
          .set("application_name", session.application())
          .set("client_addr", seen && client != null ? client.address() : null)
          .set("client_port", seen && client != null ? client.port() : null)
          .set("backend_start", seen ? session.openedAt() : null)
          .set("xact_start", seen ? session.transactionAt() : null)
          .set("query_start", seen ? session.statementAt() : null)
          .set("state_change", seen ? session.stateAt() : null)
          .set("state", seen ? session.state() : null)
          .set("query", seen ? session.statement() : "<insufficient privilege>")
          .set("backend_type", "client backend")
          .add();
    }
  }

  /** Who is not a superuser sees what his own sessions do. */
  private static boolean mayTell(OpenSession session, Context context) {
    return context.session().isSuperuser() || session.user().equals(context.session().user());
  }

  private static void statistics(RowBuilder rows, Context context) {
    rows.set("datid", DATABASE_OID)
        .set("datname", DATABASE)
        .set("numbackends", context.database().sessions().all().size())
        .set("xact_commit", context.view().sequence())
        .add();
  }
}
