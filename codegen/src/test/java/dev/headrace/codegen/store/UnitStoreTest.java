package dev.headrace.codegen.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.codegen.generate.ClassImage;
import dev.headrace.codegen.support.BytesSet;
import dev.headrace.codegen.support.LongSet;
import dev.headrace.ir.ContentHash;
import dev.headrace.model.Interval;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnitStoreTest {
  private static final long LARGE = 1 << 30;

  @TempDir Path directory;

  private static ContentHash unit(int number) {
    return ContentHash.builder().text("test").number(number).build();
  }

  private static ClassImage image(int number, int length) {
    byte[] bytes = new byte[length];
    bytes[0] = (byte) number;
    return new ClassImage(bytes, List.of());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static Slice slice(String text) {
    return Slice.of(text);
  }

  @Test
  void whatOneStoreKeepsAnotherFinds() throws Exception {
    new UnitStore(directory, LARGE).keep(unit(1), image(7, 100));
    ClassImage found = requireNonNull(new UnitStore(directory, LARGE).find(unit(1)));
    assertThat(found.bytes()).isEqualTo(image(7, 100).bytes());
    assertThat(new UnitStore(directory, LARGE).find(unit(2))).isNull();
    assertThat(files()).hasSize(1);
  }

  @Test
  void constantsOfAllKindsComeBack() {
    BytesSet codes = new BytesSet(List.of(slice("b"), slice("a ")), true);
    LongSet numbers = new LongSet(new long[] {5, Long.MIN_VALUE, -1});
    List<Object> constants =
        List.of(
            slice("grün"),
            new byte[] {1, 2},
            new BigDecimal("-12.3400"),
            new Interval(1, -2, 3),
            new UUID(1, -2),
            SqlType.array(SqlType.numeric(10, 2)),
            Set.of(new BigDecimal("1"), new BigDecimal("2")),
            codes,
            numbers);
    byte[] file = UnitFile.encode(unit(1), new ClassImage(new byte[] {9}, constants));
    ClassImage found = requireNonNull(UnitFile.decode(unit(1), file));
    for (int i = 0; i < 7; i++) {
      assertThat(found.constants().get(i)).isEqualTo(constants.get(i));
    }
    BytesSet foundCodes = (BytesSet) found.constants().get(7);
    assertThat(foundCodes.members()).isEqualTo(List.of(slice("a"), slice("b")));
    assertThat(foundCodes.isBlankPadded()).isTrue();
    LongSet foundNumbers = (LongSet) found.constants().get(8);
    assertThat(foundNumbers.members()).containsExactly(Long.MIN_VALUE, -1, 5);
    // and equal constants have equal bytes, whatever the order they came in
    assertThat(UnitFile.encode(unit(1), found)).isEqualTo(file);
  }

  @Test
  void damagedAndForeignFilesAreReplaced() throws Exception {
    UnitStore store = new UnitStore(directory, LARGE);
    store.keep(unit(1), image(7, 100));
    Path file = files().getFirst();
    byte[] right = Files.readAllBytes(file);
    List<byte[]> wrong = new ArrayList<>();
    for (int length : new int[] {0, 3, 50, 120, right.length - 1}) {
      wrong.add(Arrays.copyOf(right, length));
    }
    for (int i = 0; i < right.length; i++) {
      byte[] changed = right.clone();
      changed[i] ^= 0x10;
      wrong.add(changed);
    }
    wrong.add(UnitFile.encode(unit(2), image(8, 100)));
    for (byte[] bytes : wrong) {
      Files.write(file, bytes);
      assertThat(store.find(unit(1))).isNull();
    }
    store.keep(unit(1), image(7, 100));
    assertThat(Files.readAllBytes(file)).isEqualTo(right);
  }

  @Test
  void whatWasNotUsedForLongestGoesAndStrangersStay() throws Exception {
    Path stranger = Files.writeString(directory.resolve("notes.txt"), "mine");
    UnitStore store = new UnitStore(directory, LARGE);
    Instant now = Instant.now();
    for (int i = 0; i < 20; i++) {
      store.keep(unit(i), image(i, 10_000));
    }
    for (Path file : files()) {
      Files.setLastModifiedTime(file, FileTime.from(now.minusSeconds(100_000)));
    }
    // finding the first makes it the latest
    assertThat(store.find(unit(0))).isNotNull();
    Path abandoned = files().getFirst().resolveSibling("1-1.tmp");
    Files.writeString(abandoned, "unfinished");
    Files.setLastModifiedTime(abandoned, FileTime.from(now.minusSeconds(100_000)));

    UnitStore small = new UnitStore(directory, 120_000);
    small.keep(unit(20), image(20, 10_000));
    long left = 0;
    for (Path file : files()) {
      left += file.equals(stranger) ? 0 : Files.size(file);
    }
    assertThat(left).isBetween(60_000L, 120_000L);
    assertThat(small.find(unit(0))).isNotNull();
    assertThat(small.find(unit(20))).isNotNull();
    assertThat(stranger).exists();
    assertThat(abandoned).doesNotExist();
  }

  @Test
  void aDirectoryThatCannotBeUsedIsNone() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    UnitStore store = new UnitStore(file, LARGE);
    store.keep(unit(1), image(1, 10));
    assertThat(store.find(unit(1))).isNull();
  }

  /** Several stores in one directory are what several processes have. */
  @Test
  void manyMayWriteReadAndEvictAtOnce() throws Exception {
    int threads = 4;
    try (var pool = Executors.newFixedThreadPool(threads)) {
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        tasks.add(this::useMuch);
      }
      for (Future<Integer> result : pool.invokeAll(tasks)) {
        assertThat(result.get()).isPositive();
      }
    }
    assertThat(files()).noneMatch(file -> file.toString().endsWith(".tmp"));
  }

  @Test
  void nothingIsLostThatManyKeepAtOnce() throws Exception {
    int threads = 4;
    try (var pool = Executors.newFixedThreadPool(threads)) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int first = thread;
        tasks.add(
            () -> {
              UnitStore store = new UnitStore(directory, LARGE);
              for (int i = first; i < 400; i += threads) {
                store.keep(unit(i), image(i, 1_000));
              }
              return null;
            });
      }
      for (Future<Void> done : pool.invokeAll(tasks)) {
        done.get();
      }
    }
    UnitStore store = new UnitStore(directory, LARGE);
    for (int i = 0; i < 400; i++) {
      assertThat(store.find(unit(i))).as("unit %d", i).isNotNull();
    }
  }

  private int useMuch() {
    UnitStore store = new UnitStore(directory, 100_000);
    int found = 0;
    for (int i = 0; i < 400; i++) {
      int number = i % 30;
      store.keep(unit(number), image(number, 5_000));
      ClassImage image = store.find(unit(i * 7 % 30));
      if (image != null) {
        assertThat(image.bytes()).isEqualTo(image(i * 7 % 30, 5_000).bytes());
        found++;
      }
    }
    return found;
  }
}
