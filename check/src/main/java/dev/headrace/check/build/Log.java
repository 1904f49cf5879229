package dev.headrace.check.build;

/** Where a goal's messages go. */
interface Log {
  /** How much a message matters. */
  enum Level {
    INFO,
    WARN,
    ERROR
  }

  /** Says something, in one line or several. */
  void say(Level level, String text);

  default void info(String text) {
    say(Level.INFO, text);
  }

  default void warn(String text) {
    say(Level.WARN, text);
  }

  default void error(String text) {
    say(Level.ERROR, text);
  }
}
