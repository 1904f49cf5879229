package dev.headrace.engine.database;

/**
 * What the statements of a transaction see of others, as the SQL standard and PostgreSQL name it.
 */
public enum Isolation {
  /** Each statement sees what was committed before it began. */
  READ_COMMITTED("read committed"),
  /** All statements see what was committed before the first of them began. */
  REPEATABLE_READ("repeatable read"),
  /** The same, and committed transactions are as if they had run one after the other. */
  SERIALIZABLE("serializable");

  private final String text;

  Isolation(String text) {
    this.text = text;
  }

  /** As SHOW gives it. */
  public String text() {
    return text;
  }

  /** The level of that name; READ UNCOMMITTED is READ COMMITTED, as in PostgreSQL. */
  public static Isolation of(String text) {
    return switch (text) {
      case "read uncommitted", "read committed" -> READ_COMMITTED;
      case "repeatable read" -> REPEATABLE_READ;
      case "serializable" -> SERIALIZABLE;
      default -> throw new IllegalArgumentException(text);
    };
  }
}
