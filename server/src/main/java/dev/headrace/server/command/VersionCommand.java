package dev.headrace.server.command;

import dev.headrace.engine.Headrace;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code headrace version}. */
@Command(
    name = "version",
    description = "Print the version of Headrace, the JDK and the machine.",
    footer = {"", "Example:", "  headrace version"})
final class VersionCommand extends BaseCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    PrintWriter out = out();
    out.println("Headrace " + Headrace.version());
    out.println("Java " + Runtime.version() + ", " + System.getProperty("java.vm.vendor"));
    out.println(
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " processors");
    out.flush();
    return ExitCode.SUCCESS;
  }
}
