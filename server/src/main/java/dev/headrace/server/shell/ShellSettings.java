package dev.headrace.server.shell;

import dev.headrace.server.render.OutputFormat;

/** What a user can change while a shell runs. Used by one thread. */
public final class ShellSettings {
  private OutputFormat format = OutputFormat.TABLE;
  private boolean quiet;
  private boolean timing;
  private boolean verbose;

  public OutputFormat format() {
    return format;
  }

  public void setFormat(OutputFormat newFormat) {
    format = newFormat;
  }

  /** Whether tags of commands and row counts are left out. */
  public boolean quiet() {
    return quiet;
  }

  public void setQuiet(boolean newQuiet) {
    quiet = newQuiet;
  }

  /** Whether the time of each statement is printed. */
  public boolean timing() {
    return timing;
  }

  public void setTiming(boolean newTiming) {
    timing = newTiming;
  }

  /** Whether errors are printed with their SQLSTATE. */
  public boolean verbose() {
    return verbose;
  }

  public void setVerbose(boolean newVerbose) {
    verbose = newVerbose;
  }
}
