package dev.headrace.quality.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The wall clock may jump, forwards and backwards. It is read only to tell users what time it is;
 * whatever waits, measures, or orders commits uses {@link System#nanoTime} or counts.
 */
final class WallClockTest {
  /** What is about the time of day by its meaning. */
  private static final Set<String> TELL_THE_TIME =
      Set.of(
          // until when a password is valid
          "dev.headrace.engine.Users",
          // now()
          "dev.headrace.engine.statement.TransactionControl",
          // pg_locks.waitstart
          "dev.headrace.engine.database.Locks$Waiter",
          // pg_stat_activity
          "dev.headrace.engine.statement.SessionActivity",
          // when a file was used last, for other processes to see
          "dev.headrace.codegen.store.StoreSize",
          "dev.headrace.codegen.store.UnitStore",
          // names of new migrations
          "dev.headrace.check.migrate.NewMigration",
          // clock_timestamp()
          "dev.headrace.model.function.SessionValues",
          // generated rows with the time
          "dev.headrace.connect.generator.GeneratorSpec");

  private static final DescribedPredicate<JavaMethodCall> READS_IT =
      DescribedPredicate.describe("reads the wall clock", WallClockTest::readsIt);

  private static boolean readsIt(JavaMethodCall call) {
    String owner = call.getTargetOwner().getFullName();
    String name = call.getName();
    return owner.equals("java.lang.System") && name.equals("currentTimeMillis")
        || owner.startsWith("java.time.") && name.equals("now")
        || owner.equals("java.time.Clock") && name.startsWith("system");
  }

  @Test
  void nothingDependsOnTheWallClockButWhatTellsTheTime() {
    noClasses()
        .that(
            DescribedPredicate.describe(
                "do not tell the time", type -> !TELL_THE_TIME.contains(type.getFullName())))
        .should(callMethodWhere(READS_IT))
        .check(ProductionClasses.ALL);
  }
}
