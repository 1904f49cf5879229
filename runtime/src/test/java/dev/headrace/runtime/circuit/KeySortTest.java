package dev.headrace.runtime.circuit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.runtime.unit.Cancellation;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeySortTest {
  /** Few and many strings, with short and long common beginnings, against the library's sort. */
  @ParameterizedTest
  @CsvSource({
    "0, 1, 256",
    "1, 8, 256",
    "47, 20, 2",
    "48, 20, 2",
    "300, 3, 256",
    "2000, 12, 3",
    "2000, 40, 2",
    "5000, 8, 256",
    "5000, 17, 256",
    "3000, 1, 2"
  })
  void ordersAsTheLibraryDoes(int count, int longest, int digits) {
    long seed = System.nanoTime();
    System.out.println("key sort: -Dseed=" + seed);
    SplittableRandom random = new SplittableRandom(Long.getLong("seed", seed));
    List<byte[]> strings = new ArrayList<>();
    ByteArrayOutputStream slab = new ByteArrayOutputStream();
    int[] ends = new int[count];
    for (int i = 0; i < count; i++) {
      byte[] string = string(random, longest, digits);
      strings.add(string);
      slab.writeBytes(string);
      ends[i] = slab.size();
    }
    Integer[] expected = new Integer[count];
    Arrays.setAll(expected, i -> i);
    Arrays.sort(
        expected, Comparator.comparing((Integer i) -> strings.get(i), Arrays::compareUnsigned));
    int[] order = new KeySort(slab.toByteArray(), ends, count, Cancellation.NEVER).order();
    assertThat(order).containsExactly(Arrays.stream(expected).mapToInt(i -> i).toArray());
  }

  // digits are from 1 on, a zero ends: so none is the beginning of another
  private static byte[] string(SplittableRandom random, int longest, int digits) {
    byte[] string = new byte[1 + random.nextInt(longest)];
    for (int i = 0; i < string.length - 1; i++) {
      string[i] = (byte) (1 + random.nextInt(Math.min(digits, 255)));
    }
    return string;
  }
}
