package dev.headrace.engine.system;

import dev.headrace.engine.database.HeldLock;
import dev.headrace.engine.database.LockMode;
import dev.headrace.engine.system.SystemRows.Context;
import dev.headrace.engine.system.SystemRows.Source;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * {@code pg_locks}: all locks that are held or waited for. Unlike in PostgreSQL those of rows are
 * among them, without the places of the rows, and queries lock nothing that they read.
 */
final class LockRows {
  /** {@code pg_class}, which stands for all definitions. */
  private static final int DEFINITIONS = 1259;

  private LockRows() {}

  static void register(Map<String, Source> sources) {
    sources.put("pg_catalog.pg_locks", LockRows::locks);
  }

  private static void locks(RowBuilder rows, Context context) {
    for (HeldLock lock : context.database().heldLocks()) {
      boolean advisory = false;
      switch (lock.kind()) {
        case CATALOG -> rows.set("locktype", "relation").set("relation", DEFINITIONS);
        case RELATION -> rows.set("locktype", "relation").set("relation", lock.relation());
        case ROW -> rows.set("locktype", "tuple").set("relation", lock.relation());
        case ADVISORY, ADVISORY_PAIR -> {
          advisory = true;
          rows.set("locktype", "advisory")
              .set("classid", (int) (lock.key() >>> Integer.SIZE))
              .set("objid", (int) lock.key())
              .set("objsubid", lock.kind() == HeldLock.Kind.ADVISORY ? 1 : 2);
        }
      }
      Instant since = lock.waitingSince();
      rows.set("database", ClusterRows.DATABASE_OID)
          .set("virtualtransaction", lock.process() + "/0")
          .set("pid", lock.process())
          .set("mode", advisory ? ofNumber(lock.mode()) : mode(lock.mode()))
          .set("granted", since == null)
          .set("fastpath", false)
          .set("waitstart", since == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, since))
          .add();
    }
  }

  private static String ofNumber(LockMode mode) {
    return mode == LockMode.FOR_UPDATE ? "ExclusiveLock" : "ShareLock";
  }

  private static String mode(LockMode mode) {
    return switch (mode) {
      case ACCESS_SHARE, FOR_KEY_SHARE -> "AccessShareLock";
      case ROW_SHARE, FOR_SHARE -> "RowShareLock";
      case ROW_EXCLUSIVE -> "RowExclusiveLock";
      case SHARE_UPDATE_EXCLUSIVE -> "ShareUpdateExclusiveLock";
      case SHARE -> "ShareLock";
      case SHARE_ROW_EXCLUSIVE -> "ShareRowExclusiveLock";
      case EXCLUSIVE, FOR_NO_KEY_UPDATE -> "ExclusiveLock";
      case ACCESS_EXCLUSIVE, FOR_UPDATE -> "AccessExclusiveLock";
    };
  }
}
