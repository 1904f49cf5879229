package dev.headrace.check.migrate;

import dev.headrace.check.source.NaturalOrder;
import dev.headrace.check.source.SourceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The files beside the rows about them, in the order in which migrations run. */
final class Standing {
  private final List<Entry> entries;

  private Standing(List<Entry> entries) {
    this.entries = entries;
  }

  /** At least one of the two is there. */
  record Entry(Status.State state, Optional<Migration> migration, Optional<Applied> applied) {
    String version() {
      return migration
          .map(Migration::version)
          .or(() -> applied.map(Applied::version))
          .orElseThrow();
    }

    String description() {
      return migration
          .map(Migration::description)
          .or(() -> applied.map(Applied::description))
          .orElseThrow();
    }

    boolean isApplied() {
      return applied.isPresent();
    }
  }

  static Standing of(List<Migration> files, List<Applied> rows) {
    Map<String, Applied> applied = new HashMap<>();
    rows.forEach(row -> applied.put(row.version(), row));
    List<Entry> entries = new ArrayList<>();
    for (Migration file : files) {
      Optional<Applied> row = Optional.ofNullable(applied.remove(file.version()));
      entries.add(new Entry(state(file, row.orElse(null)), Optional.of(file), row));
    }
    rows.stream()
        .filter(row -> applied.containsKey(row.version()))
        .forEach(row -> insert(entries, row));
    return new Standing(entries);
  }

  private static Status.State state(Migration file, @Nullable Applied row) {
    if (row == null) {
      return Status.State.PENDING;
    }
    if (!row.success()) {
      return Status.State.FAILED;
    }
    return row.checksum().equals(file.checksum()) ? Status.State.APPLIED : Status.State.CHANGED;
  }

  private static void insert(List<Entry> entries, Applied row) {
    Status.State state = row.success() ? Status.State.MISSING : Status.State.FAILED;
    int place = 0;
    while (place < entries.size()
        && NaturalOrder.INSTANCE.compare(entries.get(place).version(), row.version()) < 0) {
      place++;
    }
    entries.add(place, new Entry(state, Optional.empty(), Optional.of(row)));
  }

  List<Status> statuses() {
    return entries.stream()
        .map(
            entry ->
                new Status(
                    entry.version(),
                    entry.description(),
                    entry.state(),
                    entry.applied().map(Applied::installedAt),
                    entry.applied().map(Applied::milliseconds).orElse(0L)))
        .toList();
  }

  List<Entry> in(Status.State state) {
    return entries.stream().filter(entry -> entry.state() == state).toList();
  }

  /**
   * What is to be applied.
   *
   * @throws SourceException if files and rows do not agree
   */
  List<Migration> pending(RunOptions options) {
    int end = options.target().map(target -> index(target) + 1).orElse(entries.size());
    requireNone(
        Status.State.FAILED,
        "failed half way",
        "Bring the database into order by hand, then repair, which forgets them.");
    requireNone(
        Status.State.CHANGED,
        "changed after they were applied",
        "Restore the files and write new migrations; or repair, if what they do is the same.");
    if (!options.ignoreMissing()) {
      requireNone(
          Status.State.MISSING,
          "applied, but their files are missing",
          "Restore the files, or give the option headrace.ignore.missing.");
    }
    int latest = -1;
    for (int i = 0; i < entries.size(); i++) {
      latest = entries.get(i).isApplied() ? i : latest;
    }
    List<Migration> pending = new ArrayList<>();
    for (int i = 0; i < end; i++) {
      Entry entry = entries.get(i);
      if (entry.state() == Status.State.PENDING) {
        if (i < latest && !options.outOfOrder()) {
          throw new SourceException(
              "migration "
                  + entry.version()
                  + " is not applied, but "
                  + entries.get(latest).version()
                  + " behind it is",
              "Give it a later version, or give the option headrace.out.of.order.");
        }
        pending.add(entry.migration().orElseThrow());
      }
    }
    return pending;
  }

  private void requireNone(Status.State state, String what, String hint) {
    List<Entry> wrong = in(state);
    if (!wrong.isEmpty()) {
      String list =
          wrong.stream()
              .map(
                  entry ->
                      entry.version()
                          + entry.migration().map(m -> " (" + m.file() + ")").orElse(""))
              .collect(Collectors.joining(", "));
      throw new SourceException("migrations " + what + ": " + list, hint);
    }
  }

  private int index(String version) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).version().equals(version)) {
        return i;
      }
    }
    throw new SourceException(
        "there is no migration " + version,
        "There are "
            + entries.stream().map(Entry::version).collect(Collectors.joining(", "))
            + ".");
  }

  /**
   * What is to be taken back, the last one first.
   *
   * @param target the version that remains the latest, 0 for none; empty to take back one
   */
  List<Migration> reverting(Optional<String> target) {
    int remaining = target.isEmpty() || target.get().equals("0") ? -1 : index(target.get());
    List<Migration> reverting = new ArrayList<>();
    for (int i = entries.size() - 1; i > remaining; i--) {
      Entry entry = entries.get(i);
      if (entry.isApplied()) {
        Optional<Migration> migration = entry.migration();
        if (migration.isEmpty() || migration.get().undo().isEmpty()) {
          throw new SourceException(
              "nothing takes migration " + entry.version() + " back",
              migration.isEmpty()
                  ? "Its file is missing."
                  : "Write " + Migrator.undoName(migration.get().file()) + " beside it.");
        }
        reverting.add(migration.get());
        if (target.isEmpty()) {
          break;
        }
      }
    }
    return reverting;
  }
}
