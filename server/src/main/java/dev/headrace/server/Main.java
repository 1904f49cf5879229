package dev.headrace.server;

import dev.headrace.server.command.HeadraceCommand;

/** The program {@code headrace}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(HeadraceCommand.commandLine().execute(arguments));
  }
}
