package dev.headrace.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sorted maps that trees of keys are compared with. */
final class TreeModel {
  private TreeModel() {}

  /** A snapshot and what should be in it. */
  record Version(KeySnapshot tree, NavigableMap<byte[], Long> model) {
    void verify(Random random, int alphabet) {
      assertThat(tree.size()).isEqualTo(model.size());
      assertThat(entries(tree.cursor(), true)).isEqualTo(entries(model));
      assertThat(entries(tree.cursor(), false)).isEqualTo(entries(model.descendingMap()));
      for (int i = 0; i < 50; i++) {
        byte[] key = randomKey(random, alphabet);
        assertThat(tree.get(key, 0, key.length)).isEqualTo(orAbsent(model.get(key)));
        int length = random.nextInt(key.length + 1);
        verifySeeks(tree.cursor(), model, Arrays.copyOf(key, length));
      }
    }
  }

  static NavigableMap<byte[], Long> model() {
    return new TreeMap<>(Arrays::compareUnsigned);
  }

  /** A key none of which is a prefix of another: no zero inside, zero at the end. */
  static byte[] randomKey(Random random, int alphabet) {
    byte[] key = new byte[random.nextInt(1, 12)];
    for (int i = 0; i < key.length - 1; i++) {
      key[i] = (byte) (alphabet == 255 ? 1 + random.nextInt(255) : 250 + random.nextInt(alphabet));
      if (key[i] == 0) {
        key[i] = 1;
      }
    }
    return key;
  }

  static long orAbsent(@Nullable Long value) {
    return value == null ? KeyTree.ABSENT : value;
  }

  static List<Map.Entry<String, Long>> entries(TreeCursor cursor, boolean forward) {
    List<Map.Entry<String, Long>> found = new ArrayList<>();
    for (boolean on = forward ? cursor.first() : cursor.last();
        on;
        on = forward ? cursor.next() : cursor.previous()) {
      found.add(Map.entry(key(cursor), cursor.value()));
    }
    return found;
  }

  private static String key(TreeCursor cursor) {
    return latin(
        Arrays.copyOfRange(
            cursor.keyBytes(), cursor.keyOffset(), cursor.keyOffset() + cursor.keyLength()));
  }

  private static String latin(byte[] key) {
    return new String(key, StandardCharsets.ISO_8859_1);
  }

  static List<Map.Entry<String, Long>> entries(Map<byte[], Long> model) {
    return model.entrySet().stream().map(e -> Map.entry(latin(e.getKey()), e.getValue())).toList();
  }

  private static void verifySeeks(
      TreeCursor cursor, NavigableMap<byte[], Long> model, byte[] bytes) {
    byte[] ceiling = model.ceilingKey(bytes);
    assertPosition(cursor, cursor.ceiling(bytes, 0, bytes.length), ceiling);
    byte[] lower = model.lowerKey(bytes);
    assertPosition(cursor, cursor.previous(), lower);
    assertPosition(cursor, cursor.next(), ceiling);
    assertPosition(cursor, cursor.lower(bytes, 0, bytes.length), lower);
    byte[] behind = ceiling;
    byte[] floor = lower;
    while (behind != null && startsWith(behind, bytes)) {
      floor = behind;
      behind = model.higherKey(behind);
    }
    assertPosition(cursor, cursor.behind(bytes, 0, bytes.length), behind);
    assertPosition(cursor, cursor.floor(bytes, 0, bytes.length), floor);
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static void assertPosition(TreeCursor cursor, boolean on, byte @Nullable [] expected) {
    assertThat(on).isEqualTo(expected != null);
    if (expected != null) {
      assertThat(key(cursor)).isEqualTo(latin(expected));
      assertThat(cursor.compareKey(expected, 0, expected.length)).isZero();
      assertThat(cursor.hasPrefix(expected, 0, expected.length / 2)).isTrue();
    }
  }
}
