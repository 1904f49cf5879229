package dev.headrace.runtime.state;

import java.util.Random;

/** Random numbers whose seed is printed, so that a failure can be repeated. */
final class Seeds {
  private Seeds() {}

  static Random random(String test) {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println(test + ": -Dseed=" + seed);
    return new Random(seed);
  }
}
