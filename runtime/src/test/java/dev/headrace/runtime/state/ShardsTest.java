package dev.headrace.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ShardsTest {
  @Test
  void everyShardGetsItsPart() {
    Random random = Seeds.random("shards");
    for (int shards = 1; shards <= 64; shards++) {
      int[] counts = new int[shards];
      for (int i = 0; i < 1_000 * shards; i++) {
        counts[Shards.of(random.nextLong(), shards)]++;
      }
      assertThat(Arrays.stream(counts)).allMatch(count -> count > 800 && count < 1_200);
    }
  }

  @Test
  void theExtremesAreInRange() {
    assertThat(Shards.of(0, 7)).isZero();
    assertThat(Shards.of(-1, 7)).isEqualTo(6);
    assertThat(Shards.of(Long.MIN_VALUE, 1)).isZero();
  }
}
