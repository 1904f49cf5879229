package dev.headrace.pgwire;

import java.util.Random;

/** Random but well-formed messages whose SQL PostgreSQL and the fake database both understand. */
final class Conversation {
  private static final String[] STATEMENTS = {
    "SELECT 1", "SELECT 2, 3", "SELECT $1::integer", "BEGIN", "COMMIT", "ROLLBACK", "FAIL",
  };
  private static final String[] NAMES = {"", "a", "b"};

  private final Random random;

  Conversation(long seed) {
    this.random = new Random(seed);
  }

  /** Adds a Query message, or a batch of the extended protocol that ends with Sync. */
  void addNext(RawClient client) {
    if (random.nextInt(4) == 0) {
      client.addQuery(script());
      return;
    }
    for (int count = 1 + random.nextInt(8); count > 0; count--) {
      addExtended(client);
    }
    client.addSync();
  }

  private String script() {
    StringBuilder script = new StringBuilder();
    for (int count = random.nextInt(4); count > 0; count--) {
      String statement = STATEMENTS[random.nextInt(STATEMENTS.length)];
      script.append(statement.contains("$") ? "SELECT 4" : statement).append(';');
    }
    // FAIL is a syntax error for PostgreSQL, which is found before anything runs.
    return script.indexOf("FAIL") >= 0 ? "SYNTAX" : script.toString();
  }

  private void addExtended(RawClient client) {
    String name = NAMES[random.nextInt(NAMES.length)];
    String portal = NAMES[random.nextInt(NAMES.length)];
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> client.addParse(name, STATEMENTS[random.nextInt(STATEMENTS.length)]);
      case 3, 4, 5 -> {
        if (random.nextInt(4) == 0) {
          client.addBind(portal, name, "7");
        } else {
          client.addBind(portal, name);
        }
      }
      case 6, 7 -> client.addExecute(portal, random.nextInt(3) == 0 ? 1 : 0);
      case 8 -> client.addDescribe(random.nextBoolean() ? 'S' : 'P', name);
      case 9 -> client.addClose(random.nextBoolean() ? 'S' : 'P', name);
      case 10 -> client.addFlush();
      default -> {
        client.addParse("", STATEMENTS[random.nextInt(STATEMENTS.length)]).addBind("", "");
        client.addDescribe('P', "").addExecute("", 0);
      }
    }
  }
}
