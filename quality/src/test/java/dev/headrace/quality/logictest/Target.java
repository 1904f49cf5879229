package dev.headrace.quality.logictest;

import java.util.Set;

/** An empty database that a script runs on. */
interface Target extends AutoCloseable {

  /** The names that {@code skipif} and {@code onlyif} know it by. */
  Set<String> names();

  /** Runs one statement, in a transaction of its own. */
  Reply run(String sql);

  @Override
  void close();
}
