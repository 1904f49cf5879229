package dev.headrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a client sends, found by coverage: every input is answered or refused in order, soon, and
 * takes little memory. As a test it runs its seeds and what was found before, in {@code
 * ConversationFuzzTestInputs}; {@code bin/fuzz} looks for more.
 */
final class ConversationFuzzTest {
  private static final long MAX_ALLOCATED = 64L << 20;
  private static final long MAX_NANOS = Duration.ofSeconds(5).toNanos();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static Stream<Arguments> seeds() {
    return ProtocolFuzzTest.CONVERSATIONS.stream().map(Arguments::of);
  }

  @MethodSource("seeds")
  @Timeout(60) // of one input, also under libFuzzer
  @FuzzTest(maxDuration = "10m")
  void aSessionSurvivesAnything(byte @NotNull [] bytes) {
    String input = HexFormat.of().formatHex(bytes);
    Cost cost = cost(bytes, input);
    if (cost.exceeds()) {
      // the thread that loads a class also pays for its instrumentation, but only once
      cost = cost(bytes, input);
    }
    assertThat(cost).as(input).matches(c -> !c.exceeds());
  }

  private record Cost(long allocatedBytes, long cpuNanos) {
    static Cost untilNow() {
      return new Cost(THREADS.getCurrentThreadAllocatedBytes(), THREADS.getCurrentThreadCpuTime());
    }

    Cost since(Cost before) {
      return new Cost(allocatedBytes - before.allocatedBytes, cpuNanos - before.cpuNanos);
    }

    boolean exceeds() {
      return allocatedBytes >= MAX_ALLOCATED || cpuNanos >= MAX_NANOS;
    }
  }

  private static Cost cost(byte[] bytes, String input) {
    Cost before = Cost.untilNow();
    String answer = ProtocolFuzzTest.converse(bytes);
    assertThat(answer).as(input).doesNotContain("XX000");
    return Cost.untilNow().since(before);
  }
}
