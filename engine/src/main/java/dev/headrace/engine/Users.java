package dev.headrace.engine;

import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.Patience;
import dev.headrace.engine.database.Role;
import dev.headrace.engine.database.Transaction;
import dev.headrace.model.security.ScramVerifier;
import dev.headrace.runtime.unit.Cancellation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The users of a database, as far as a server needs them to let clients in. Thread-safe. */
public final class Users {
  private final Database database;

  Users(Database database) {
    this.database = database;
  }

  /**
   * What is known of a user.
   *
   * @param login whether one may log in as this user
   * @param connectionLimit sessions at one time; -1 for no limit
   */
  public record User(String name, boolean login, boolean superuser, int connectionLimit) {}

  public Optional<User> find(String name) {
    return database
        .catalog()
        .roles()
        .find(name)
        .map(r -> new User(r.name(), r.login(), r.superuser(), r.connectionLimit()));
  }

  /** Against what to check the password of a user who may log in with one now. */
  public Optional<ScramVerifier> verifier(String name) {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    return database
        .catalog()
        .roles()
        .find(name)
        .filter(role -> role.acceptsPasswordAt(now))
        .flatMap(Role::verifier);
  }

  /** Whether anybody can log in with a password and do everything. */
  public boolean hasSuperuser() {
    return database.catalog().roles().all().stream()
        .anyMatch(role -> role.superuser() && role.login() && role.verifier().isPresent());
  }

  /**
   * Makes a user who may do everything, unless there is one of that name: that one keeps its
   * password.
   *
   * @param password or a verifier in PostgreSQL's form
   */
  public void createSuperuser(String name, String password) {
    Role role = Role.superuser(name, Role.verifierOf(password));
    Transaction transaction = database.begin();
    transaction.define(
        catalog ->
            catalog.roles().find(name).isPresent()
                ? catalog
                : catalog.with(catalog.roles().create(role)),
        Patience.until(() -> false));
    transaction.commit(true, Cancellation.NEVER);
  }
}
