package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.engine.database.Role;
import dev.headrace.engine.database.Roles;
import dev.headrace.model.SqlException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Roles and who may log in. */
final class RoleTest {
  private static Role memberOf(String name, String group) {
    Role role = Role.named(name);
    return new Role(
        name,
        role.superuser(),
        role.createRole(),
        role.createDatabase(),
        role.inherit(),
        role.replication(),
        true,
        Optional.of(Role.verifierOf("secret")),
        role.connectionLimit(),
        1_000,
        List.of(group));
  }

  private static void refuses(String sqlState, String message, Runnable change) {
    assertThatThrownBy(change::run)
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> {
              assertThat(e.sqlState()).isEqualTo(sqlState);
              assertThat(e.message()).isEqualTo(message);
            });
  }

  @Test
  void namesAreUniqueAndSomeAreReserved() {
    Roles roles = Roles.NONE.create(Role.named("staff"));
    refuses("42710", "role \"staff\" already exists", () -> roles.create(Role.named("staff")));
    refuses("42939", "role name \"public\" is reserved", () -> roles.create(Role.named("public")));
    refuses("42939", "role name \"pg_x\" is reserved", () -> roles.create(Role.named("pg_x")));
    refuses("42704", "role \"nobody\" does not exist", () -> roles.drop("nobody"));
    refuses("42704", "role \"nobody\" does not exist", () -> roles.replace(Role.named("nobody")));
    refuses("42704", "role \"nobody\" does not exist", () -> roles.create(memberOf("a", "nobody")));
  }

  @Test
  void aGroupWithMembersStays() {
    Roles roles = Roles.NONE.create(Role.named("staff")).create(memberOf("ada", "staff"));
    refuses(
        "2BP01",
        "role \"staff\" cannot be dropped because some objects depend on it",
        () -> roles.drop("staff"));
    assertThat(roles.drop("ada").drop("staff").all()).isEmpty();
  }

  @Test
  void aPasswordIsKeptAsItsVerifierOnly() {
    String text = Role.verifierOf("secret").toText();
    assertThat(text).startsWith("SCRAM-SHA-256$4096:").doesNotContain("secret");
    assertThat(Role.verifierOf(text).toText()).isEqualTo(text);
    assertThat(memberOf("ada", "staff").toString()).doesNotContain("SCRAM-SHA-256$");
  }

  @Test
  void aPasswordMayExpire() {
    Role role = memberOf("ada", "staff");
    assertThat(role.acceptsPasswordAt(999)).isTrue();
    assertThat(role.acceptsPasswordAt(1_000)).isFalse();
    assertThat(Role.named("staff").acceptsPasswordAt(0)).isFalse();
  }

  @Test
  void theFirstSuperuserKeepsItsPassword() {
    try (Headrace database = Headrace.inMemory()) {
      Users users = database.users();
      assertThat(users.hasSuperuser()).isFalse();
      users.createSuperuser("headrace", "first");
      String first = users.verifier("headrace").orElseThrow().toText();
      users.createSuperuser("headrace", "second");
      assertThat(users.verifier("headrace").orElseThrow().toText()).isEqualTo(first);
      assertThat(users.hasSuperuser()).isTrue();
      assertThat(users.find("headrace").orElseThrow())
          .isEqualTo(new Users.User("headrace", true, true, -1));
      assertThat(users.verifier("nobody")).isEmpty();
    }
  }

  private static void refuses(String sqlState, String message, Session session, String sql) {
    refuses(sqlState, message, () -> session.execute(sql));
  }

  @Test
  void statementsManageRoles() {
    try (Headrace database = Headrace.inMemory();
        Session session = database.connect()) {
      session.execute("CREATE ROLE staff");
      session.execute("CREATE USER ada PASSWORD 'one' CONNECTION LIMIT 3 IN ROLE staff");
      Users users = database.users();
      assertThat(users.find("ada").orElseThrow()).isEqualTo(new Users.User("ada", true, false, 3));
      assertThat(users.find("staff").orElseThrow().login()).isFalse();
      String first = users.verifier("ada").orElseThrow().toText();
      session.execute("ALTER ROLE ada PASSWORD 'two'");
      assertThat(users.verifier("ada").orElseThrow().toText()).isNotEqualTo(first);
      session.execute("ALTER USER ada PASSWORD '" + first + "'");
      assertThat(users.verifier("ada").orElseThrow().toText()).isEqualTo(first);
      session.execute("ALTER ROLE ada VALID UNTIL '2001-01-01'");
      assertThat(users.verifier("ada")).isEmpty();
      session.execute("ALTER ROLE ada VALID UNTIL 'infinity'");
      assertThat(users.verifier("ada")).isPresent();
      session.execute("ALTER ROLE ada PASSWORD NULL");
      assertThat(users.verifier("ada")).isEmpty();
      refuses("42710", "role \"ada\" already exists", session, "CREATE ROLE ada");
      refuses(
          "2BP01",
          "role \"staff\" cannot be dropped because some objects depend on it",
          session,
          "DROP ROLE staff");
      session.execute("CREATE ROLE boss");
      session.execute("GRANT boss TO staff");
      refuses("0LP01", "role \"ada\" is a member of role \"boss\"", session, "GRANT ada TO boss");
      session.execute("REVOKE staff FROM ada");
      session.execute("DROP ROLE staff, ada");
      refuses("42704", "role \"ada\" does not exist", session, "DROP USER ada");
      session.execute("DROP USER IF EXISTS ada");
    }
  }

  @Test
  void rolesAreTransactional() {
    try (Headrace database = Headrace.inMemory();
        Session session = database.connect()) {
      session.execute("BEGIN");
      session.execute("CREATE USER ada");
      session.execute("ROLLBACK");
      assertThat(database.users().find("ada")).isEmpty();
    }
  }
}
