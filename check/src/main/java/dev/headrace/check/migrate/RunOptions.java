package dev.headrace.check.migrate;

import java.util.Optional;

/**
 * What to apply.
 *
 * @param target the last version to apply
 * @param dryRun whether only to say what would run
 * @param outOfOrder whether also what is before migrations that were applied
 * @param ignoreMissing whether migrations were applied, perhaps by a newer application, that have
 *     no file
 */
public record RunOptions(
    Optional<String> target, boolean dryRun, boolean outOfOrder, boolean ignoreMissing) {
  /** Everything, in order. */
  public static final RunOptions ALL = new RunOptions(Optional.empty(), false, false, false);
}
