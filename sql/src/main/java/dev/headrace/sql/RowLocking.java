package dev.headrace.sql;

import java.util.List;

/**
 * FOR UPDATE and the like at the end of a query.
 *
 * @param tables aliases after OF; empty for all of FROM
 */
public record RowLocking(Strength strength, List<String> tables, Wait onLocked) {
  /** What others may still do with the rows, the strongest lock last. */
  public enum Strength {
    KEY_SHARE,
    SHARE,
    NO_KEY_UPDATE,
    UPDATE;

    /** As it is written. */
    public String clause() {
      return "FOR " + name().replace('_', ' ');
    }
  }

  /** What to do about a row that another transaction has locked. */
  public enum Wait {
    BLOCK,
    NOWAIT,
    SKIP_LOCKED
  }

  public RowLocking {
    tables = List.copyOf(tables);
  }
}
