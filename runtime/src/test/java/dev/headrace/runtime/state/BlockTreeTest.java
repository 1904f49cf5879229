package dev.headrace.runtime.state;

import static dev.headrace.runtime.state.TreeModel.model;
import static dev.headrace.runtime.state.TreeModel.orAbsent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.state.TreeModel.Version;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Trees whose leaves are in a file for the most part, against sorted maps. */
final class BlockTreeTest {
  private final FakePageFile file = new FakePageFile();

  private static long put(KeyTree tree, byte[] key, long value) {
    return tree.put(key, 0, key.length, value);
  }

  private static long remove(KeyTree tree, byte[] key) {
    return tree.remove(key, 0, key.length);
  }

  private static byte[] intKey(int value) {
    return new byte[] {
      (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
    };
  }

  /** A key as the other model has them, or now and then a very long one. */
  private static byte[] randomKey(Random random, int alphabet) {
    byte[] key = TreeModel.randomKey(random, alphabet);
    if (random.nextInt(40) > 0) {
      return key;
    }
    byte[] longer = new byte[key.length + random.nextInt(6_000)];
    Arrays.fill(longer, (byte) 251);
    System.arraycopy(key, 0, longer, 0, key.length - 1);
    longer[longer.length - 1] = 0;
    return longer;
  }

  @RepeatedTest(20)
  void behavesLikeASortedMapAtEveryCommitStillRead() {
    Random random = Seeds.random("blocks");
    PageCache cache = new PageCache(1 + random.nextInt(128 << 10), file);
    int alphabet = random.nextBoolean() ? 255 : random.nextInt(2, 7);
    int removals = random.nextInt(1, 100);
    BlockTree tree = new BlockTree(cache);
    NavigableMap<byte[], Long> model = model();
    NavigableMap<Long, Version> versions = new TreeMap<>();
    versions.put(0L, new Version(tree.commit(0), new TreeMap<>(model)));
    for (int i = 0; i < 12_000; i++) {
      byte[] key = randomKey(random, alphabet);
      if (random.nextInt(100) < removals && !model.isEmpty()) {
        byte[] near = model.ceilingKey(key);
        byte[] victim = near == null || random.nextInt(10) == 0 ? key : near;
        assertThat(remove(tree, victim)).isEqualTo(orAbsent(model.remove(victim)));
      } else {
        long value = random.nextLong(1L << Pages.ADDRESS_BITS);
        assertThat(put(tree, key, value)).isEqualTo(orAbsent(model.put(key, value)));
      }
      assertThat(tree.size()).isEqualTo(model.size());
      long last = versions.lastKey();
      Version latest = versions.lastEntry().getValue();
      switch (random.nextInt(1_000)) {
        case 0, 1, 2, 3, 4 -> {
          long sequence = last + 1 + random.nextInt(3);
          versions.put(sequence, new Version(tree.commit(sequence), new TreeMap<>(model)));
        }
        case 5 -> {
          tree.restore(latest.tree());
          model = new TreeMap<>(latest.model());
        }
        case 6 -> tree.settle();
        case 7 -> {
          versions.keySet().removeIf(sequence -> sequence < last && random.nextInt(3) > 0);
          long[] read = versions.keySet().stream().mapToLong(each -> each).toArray();
          tree.release(new Readers(read, last));
        }
        case 8 -> {
          versions.headMap(last).clear();
          tree.release(Readers.since(last));
        }
        case 9 -> latest.verify(random, alphabet);
        default -> {}
      }
    }
    versions.values().forEach(version -> version.verify(random, alphabet));
  }

  @RepeatedTest(3)
  void takesNoMoreThanItsLastCommitWhenNobodyReadsOthers() {
    Random random = Seeds.random("released");
    PageCache cache = new PageCache(1 << 20, file);
    BlockTree tree = new BlockTree(cache);
    for (long sequence = 1; sequence <= 300; sequence++) {
      for (int i = 0; i < 20; i++) {
        int key = random.nextInt(3_000);
        if (random.nextInt(3) == 0) {
          remove(tree, intKey(key));
        } else {
          put(tree, intKey(key), 1);
        }
      }
      if (sequence % 7 == 0) {
        tree.settle();
      }
      tree.commit(sequence);
      tree.release(Readers.since(sequence));
    }
    // 13 bytes a key, in blocks of which few are less than a quarter full
    assertThat(cache.statistics().residentBytes()).isBetween(tree.size() * 13, tree.size() * 60);
    assertThat(cache.statistics().fileBytes()).isZero();
    tree.discard();
    assertThat(cache.statistics().residentBytes()).isZero();
  }

  @Test
  void fillsBlocksWithKeysThatComeInOrderAndKeepsLittleElseInMemory() {
    PageCache cache = new PageCache(64 << 10, file);
    BlockTree tree = new BlockTree(cache);
    int keys = 200_000;
    for (int i = 0; i < keys; i++) {
      put(tree, intKey(i), i);
      if (i % 1_000 == 0) {
        tree.settle();
      }
    }
    KeySnapshot snapshot = tree.commit(1);
    tree.settle();
    // 13 bytes an entry; the last block of each round is written when the next one goes on with it
    assertThat(cache.statistics().fileBytes()).isBetween(keys * 12L, keys * 15L);
    assertThat(cache.statistics().residentBytes()).isLessThan(64 << 10);
    assertThat(tree.bytes()).isLessThan(2L * keys);
    for (int i = 0; i < keys; i += 997) {
      assertThat(snapshot.get(intKey(i), 0, 4)).isEqualTo(i);
    }
    TreeCursor cursor = snapshot.cursor();
    int expected = 0;
    while (cursor.next()) {
      assertThat(cursor.value()).isEqualTo(expected++);
    }
    assertThat(expected).isEqualTo(keys);
    assertThat(snapshot.partBefore(new KeyPosition(intKey(keys / 2), false))).isBetween(0.4, 0.6);
    assertThat(snapshot.partBefore(KeyPosition.START)).isZero();
    assertThat(snapshot.partBefore(KeyPosition.END)).isEqualTo(1);
  }

  @Test
  void aForkAndItsOriginGoTheirOwnWays() {
    PageCache cache = new PageCache(8 << 10, file);
    BlockTree tree = new BlockTree(cache);
    for (int i = 0; i < 5_000; i++) {
      put(tree, intKey(i), i);
    }
    KeySnapshot before = tree.commit(1);
    KeyTree fork = before.fork();
    for (int i = 0; i < 5_000; i += 2) {
      remove(tree, intKey(i));
      put(fork, intKey(i), 7);
    }
    KeySnapshot changed = tree.commit(2);
    KeySnapshot forked = fork.commit(2);
    for (int i = 0; i < 5_000; i++) {
      byte[] key = intKey(i);
      assertThat(before.get(key, 0, 4)).isEqualTo(i);
      assertThat(changed.get(key, 0, 4)).isEqualTo(i % 2 == 0 ? KeyTree.ABSENT : i);
      assertThat(forked.get(key, 0, 4)).isEqualTo(i % 2 == 0 ? 7 : i);
    }
  }

  @Test
  void aChangeThatFindsNoRoomIsUndoneAndLosesNothing() {
    PageCache cache = new PageCache(32 << 10, file);
    BlockTree tree = new BlockTree(cache);
    for (int i = 0; i < 3_000; i++) {
      put(tree, intKey(i), i);
    }
    KeySnapshot committed = tree.commit(1);
    file.writeFailure = ErrorCode.DISK_FULL;
    SqlException failed =
        catchThrowableOfType(
            SqlException.class,
            () -> {
              for (int i = 0; i < 3_000; i++) {
                put(tree, intKey(i), 9);
              }
            });
    assertThat(failed.code()).isEqualTo(ErrorCode.DISK_FULL);
    tree.restore(committed);
    file.writeFailure = null;
    for (int i = 0; i < 3_000; i++) {
      assertThat(tree.get(intKey(i), 0, 4)).isEqualTo(i);
      assertThat(put(tree, intKey(i), 9)).isEqualTo(i);
    }
    assertThat(tree.commit(2).size()).isEqualTo(3_000);
  }

  @Test
  void aBlockThatComesBackOtherwiseIsAnError() {
    PageCache cache = new PageCache(8 << 10, file);
    BlockTree tree = new BlockTree(cache);
    for (int i = 0; i < 5_000; i++) {
      put(tree, intKey(i), i);
    }
    KeySnapshot committed = tree.commit(1);
    for (int i = 0; i < 1_000; i++) {
      put(tree, intKey(10_000 + i), i);
    }
    file.damage();
    SqlException failed =
        catchThrowableOfType(SqlException.class, () -> committed.get(intKey(17), 0, 4));
    assertThat(failed.code()).isEqualTo(ErrorCode.DATA_CORRUPTED);
  }

  @Test
  void readersOfACommitSeeItWhileTheWriterGoesOn() throws InterruptedException {
    PageCache cache = new PageCache(32 << 10, file);
    BlockTree tree = new BlockTree(cache);
    int keys = 4_000;
    for (int i = 0; i < keys; i++) {
      put(tree, intKey(i), 0);
    }
    AtomicReference<KeySnapshot> published = new AtomicReference<>(tree.commit(1));
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicBoolean done = new AtomicBoolean();
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    while (!done.get()) {
                      TreeCursor cursor = Objects.requireNonNull(published.get()).cursor();
                      assertThat(cursor.next()).isTrue();
                      long value = cursor.value();
                      int count = 1;
                      while (cursor.next()) {
                        assertThat(cursor.value()).isEqualTo(value);
                        count++;
                      }
                      assertThat(count).isEqualTo(keys);
                    }
                  } catch (Throwable e) {
                    failure.set(e);
                  }
                });
    for (int round = 1; round <= 60; round++) {
      for (int i = 0; i < keys; i++) {
        put(tree, intKey(i), round);
      }
      published.set(tree.commit(round + 1));
    }
    done.set(true);
    reader.join();
    assertThat(failure.get()).isNull();
    assertThat(cache.statistics().misses()).isPositive();
  }
}
