package dev.headrace.server.command;

/** What the process says when it ends. */
final class ExitCode {
  static final int SUCCESS = 0;

  /** SQL failed, or the machine did. */
  static final int ERROR = 1;

  /** The command line was wrong; picocli's own code for it. */
  static final int USAGE = 2;

  private ExitCode() {}
}
