package dev.headrace.storage.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.runtime.storage.CommitWriter;
import dev.headrace.runtime.storage.RowForm;
import dev.headrace.runtime.storage.Storage;
import dev.headrace.runtime.storage.StorageProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random commits against maps in memory, with the storage opened again after orderly ends and after
 * ends at which all that is left is the files as they are at an instant.
 */
final class StorageModelTest {
  private static final int RELATIONS = 3;

  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void agreesWithMaps(long seed) throws IOException {
    Random random = new Random(seed);
    Map<Integer, Map<String, Integer>> model = new TreeMap<>();
    for (int relation = 1; relation <= RELATIONS; relation++) {
      model.put(relation, new TreeMap<>());
    }
    long sequence = 0;
    Path path = temp.resolve("0");
    for (int life = 1; life <= 8; life++) {
      try (Storage storage = StorageProvider.find().open(path, DurableStorageTest.SMALL)) {
        String context = "seed " + seed + ", life " + life;
        assertThat(storage.recoveredSequence()).as(context).isEqualTo(sequence);
        for (int relation = 1; relation <= RELATIONS; relation++) {
          assertThat(StorageTables.read(storage, relation, RowForm.COUNTED))
              .as(context)
              .isEqualTo(model.get(relation));
        }
        for (int i = random.nextInt(200); i > 0; i--) {
          commit(storage.begin(++sequence), random, model);
        }
        storage.awaitDurable(sequence);
        if (random.nextBoolean()) {
          path = copy((DurableStorage) storage, path, temp.resolve(String.valueOf(life)));
        }
      }
    }
  }

  private static void commit(
      CommitWriter commit, Random random, Map<Integer, Map<String, Integer>> model) {
    for (int i = random.nextInt(random.nextInt(30) == 0 ? 5000 : 20); i > 0; i--) {
      int relation = 1 + random.nextInt(RELATIONS);
      Map<String, Integer> rows = Objects.requireNonNull(model.get(relation));
      if (random.nextInt(2000) == 0) {
        commit.truncate(relation);
        rows.clear();
        continue;
      }
      int id = random.nextInt(3000);
      String name = "n".repeat(id % 50 == 0 ? 1000 : id % 40);
      int times = random.nextInt(3);
      StorageTables.count(commit, relation, id, name, times);
      if (times == 0) {
        rows.remove(id + "=" + name);
      } else {
        rows.put(id + "=" + name, times);
      }
    }
    commit.commit();
  }

  /** The files as they are now, under a storage that goes on: what a killed process leaves. */
  private static Path copy(DurableStorage storage, Path from, Path to) {
    storage.paused(
        () -> {
          try {
            // compaction goes on; what is copied must be of one instant
            for (int attempt = 0; !copyUnchanged(from, to.resolve("try" + attempt)); attempt++) {
              assertThat(attempt).isLessThan(100);
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return to.resolve("whole");
  }

  private static boolean copyUnchanged(Path from, Path to) throws IOException {
    List<Path> before = files(from);
    for (Path file : before) {
      Path copy = to.resolve(from.relativize(file));
      Files.createDirectories(copy.getParent());
      try {
        Files.copy(file, copy);
      } catch (NoSuchFileException e) {
        return false;
      }
    }
    if (!files(from).equals(before)) {
      return false;
    }
    Files.move(to, to.resolveSibling("whole"));
    return true;
  }

  private static List<Path> files(Path directory) throws IOException {
    List<Path> all = new ArrayList<>();
    for (String part : List.of("", "log", "state")) {
      try (Stream<Path> files = Files.list(directory.resolve(part))) {
        all.addAll(files.filter(Files::isRegularFile).sorted().toList());
      }
    }
    return all;
  }
}
