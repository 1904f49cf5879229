package dev.headrace.runtime.state;

import static dev.headrace.runtime.state.TreeModel.entries;
import static dev.headrace.runtime.state.TreeModel.model;
import static dev.headrace.runtime.state.TreeModel.orAbsent;
import static dev.headrace.runtime.state.TreeModel.randomKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.runtime.state.TreeModel.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class AdaptiveRadixTreeTest {
  private static byte[] longKey(long value) {
    byte[] key = new byte[8];
    for (int i = 0; i < 8; i++) {
      key[i] = (byte) (value >>> (56 - 8 * i));
    }
    return key;
  }

  private static long put(AdaptiveRadixTree tree, byte[] key, long value) {
    return tree.put(key, 0, key.length, value);
  }

  @RepeatedTest(20)
  void behavesLikeASortedMapNowAndInEverySnapshot() {
    Random random = Seeds.random("tree");
    int alphabet = random.nextBoolean() ? 255 : random.nextInt(2, 7);
    int removals = random.nextInt(1, 100);
    AdaptiveRadixTree tree = new AdaptiveRadixTree();
    NavigableMap<byte[], Long> model = model();
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < 6_000; i++) {
      byte[] key = randomKey(random, alphabet);
      if (random.nextInt(100) < removals && !model.isEmpty()) {
        byte[] near = model.ceilingKey(key);
        byte[] victim = near == null || random.nextInt(10) == 0 ? key : near;
        assertThat(tree.remove(victim, 0, victim.length)).isEqualTo(orAbsent(model.remove(victim)));
      } else {
        long value = random.nextLong(1000);
        assertThat(put(tree, key, value)).isEqualTo(orAbsent(model.put(key, value)));
      }
      assertThat(tree.size()).isEqualTo(model.size());
      if (random.nextInt(300) == 0) {
        versions.add(new Version(tree.snapshot(), new TreeMap<>(model)));
      } else if (!versions.isEmpty() && random.nextInt(1500) == 0) {
        Version back = versions.get(random.nextInt(versions.size()));
        tree.restore(back.tree());
        model = new TreeMap<>(back.model());
      }
    }
    versions.add(new Version(tree.snapshot(), model));
    for (Version version : versions) {
      version.verify(random, alphabet);
    }
  }

  @Test
  void countsTheBytesItTakes() {
    Random random = Seeds.random("bytes");
    AdaptiveRadixTree tree = new AdaptiveRadixTree();
    List<byte[]> keys = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      keys.add(i % 2 == 0 ? longKey(i) : longKey(random.nextLong()));
    }
    keys.forEach(key -> put(tree, key, 1));
    AdaptiveRadixTree.Snapshot before = tree.snapshot();
    long full = tree.bytes();
    assertThat(full).isBetween(keys.size() * 36L, keys.size() * 120L);
    keys.forEach(key -> tree.remove(key, 0, key.length));
    assertThat(tree.bytes()).isZero();
    assertThat(tree.size()).isZero();
    tree.restore(before);
    assertThat(tree.bytes()).isEqualTo(full);
    tree.clear();
    assertThat(tree.bytes()).isZero();
    assertThat(tree.cursor().first()).isFalse();
    assertThat(tree.cursor().last()).isFalse();
  }

  @Test
  void nodesGrowAndShrinkThroughAllKindsWithEveryNumberOfChildren() {
    AdaptiveRadixTree tree = new AdaptiveRadixTree();
    NavigableMap<byte[], Long> model = model();
    List<Version> versions = new ArrayList<>();
    long[] bytes = new long[257];
    for (int i = 0; i < 256; i++) {
      // one node below a shared prefix, its labels in no order
      byte[] key = {1, 2, 3, (byte) (i * 77), 4, 5};
      put(tree, key, i);
      model.put(key, (long) i);
      bytes[i + 1] = tree.bytes();
      versions.add(new Version(tree.snapshot(), new TreeMap<>(model)));
    }
    // a leaf of a key of six bytes and its place in nodes for 4, 16, 48 and 256
    assertThat(bytes[2] - bytes[1]).isGreaterThan(bytes[3] - bytes[2]);
    for (int fits : new int[] {4, 16, 48}) {
      assertThat(bytes[fits + 1] - bytes[fits]).isGreaterThan(bytes[fits] - bytes[fits - 1]);
    }
    for (int i = 255; i >= 0; i--) {
      byte[] key = {1, 2, 3, (byte) (i * 77), 4, 5};
      assertThat(tree.remove(key, 0, key.length)).isEqualTo(i);
      model.remove(key);
      assertThat(tree.bytes()).isBetween(bytes[i], bytes[i] + 1_200);
      versions.add(new Version(tree.snapshot(), new TreeMap<>(model)));
    }
    assertThat(tree.bytes()).isZero();
    for (Version version : versions) {
      assertThat(entries(version.tree().cursor(), true)).isEqualTo(entries(version.model()));
      assertThat(entries(version.tree().cursor(), false))
          .isEqualTo(entries(version.model().descendingMap()));
    }
  }

  @Test
  void takesKeysFromTheMiddleOfAnArray() {
    AdaptiveRadixTree tree = new AdaptiveRadixTree();
    byte[] bytes = {9, 9, 1, 2, 0, 9, 1, 3, 0};
    assertThat(tree.put(bytes, 2, 3, 10)).isEqualTo(AdaptiveRadixTree.ABSENT);
    assertThat(tree.put(bytes, 6, 3, 20)).isEqualTo(AdaptiveRadixTree.ABSENT);
    assertThat(tree.get(new byte[] {1, 2, 0}, 0, 3)).isEqualTo(10);
    assertThat(tree.get(bytes, 6, 3)).isEqualTo(20);
    assertThat(tree.get(bytes, 6, 2)).isEqualTo(AdaptiveRadixTree.ABSENT);
    assertThat(tree.remove(bytes, 2, 3)).isEqualTo(10);
    assertThat(tree.get(bytes, 2, 3)).isEqualTo(AdaptiveRadixTree.ABSENT);
  }

  @Test
  void acceptsChainsOfKeysAsDeepAsTheyAreLong() {
    AdaptiveRadixTree tree = new AdaptiveRadixTree();
    int depth = 3_000;
    for (int length = 0; length < depth; length++) {
      put(tree, chain(length), length);
    }
    tree.snapshot();
    RadixCursor cursor = tree.cursor();
    assertThat(cursor.last()).isTrue();
    assertThat(cursor.value()).isEqualTo(depth - 1);
    for (int length = depth - 1; length > 0; length--) {
      assertThat(tree.remove(chain(length), 0, length + 1)).isEqualTo(length);
    }
    assertThat(tree.size()).isEqualTo(1);
  }

  private static byte[] chain(int length) {
    byte[] key = new byte[length + 1];
    Arrays.fill(key, 0, length, (byte) 7);
    return key;
  }

  @Test
  void refusesAKeyThatIsAPrefixOfAnother() {
    AdaptiveRadixTree tree = new AdaptiveRadixTree();
    put(tree, new byte[] {1, 2, 3}, 1);
    assertThatThrownBy(() -> put(tree, new byte[] {1, 2}, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> put(tree, new byte[] {1, 2, 3, 4}, 1))
        .isInstanceOf(IllegalArgumentException.class);
    put(tree, new byte[] {1, 2, 4}, 1);
    assertThatThrownBy(() -> put(tree, new byte[] {1}, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(tree.size()).isEqualTo(2);
    assertThatThrownBy(() -> put(tree, new byte[] {2}, AdaptiveRadixTree.ABSENT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSnapshotStaysAsItIsWhileTheWriterGoesOn() throws InterruptedException {
    Random random = Seeds.random("concurrent");
    AdaptiveRadixTree tree = new AdaptiveRadixTree();
    AtomicReference<Version> latest = new AtomicReference<>(new Version(tree.snapshot(), model()));
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    AtomicBoolean stop = new AtomicBoolean();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      readers.add(
          Thread.ofPlatform()
              .uncaughtExceptionHandler((thread, error) -> failure.set(error))
              .start(
                  () -> {
                    while (!stop.get()) {
                      Version version = Objects.requireNonNull(latest.get());
                      assertThat(entries(version.tree().cursor(), true))
                          .isEqualTo(entries(version.model()));
                    }
                  }));
    }
    NavigableMap<byte[], Long> model = model();
    for (int i = 0; i < 60_000 && failure.get() == null; i++) {
      byte[] key = longKey(random.nextInt(2_000));
      if (random.nextInt(5) < 2) {
        model.remove(key);
        tree.remove(key, 0, key.length);
      } else {
        model.put(key, (long) i);
        put(tree, key, i);
      }
      if (i % 500 == 0) {
        latest.set(new Version(tree.snapshot(), new TreeMap<>(model)));
      }
    }
    stop.set(true);
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(failure.get()).isNull();
  }
}
