package dev.headrace.server.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code headrace version}. */
@Command(
    name = "version",
    description = "Print the version of Headrace, the JDK and the machine.",
    footer = {"", "Example:", "  headrace version"})
final class VersionCommand extends BaseCommand implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    PrintWriter out = out();
    out.println("Headrace " + version());
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

  static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream resource =
        Objects.requireNonNull(
            VersionCommand.class.getResourceAsStream("version.properties"),
            "the build puts it there")) {
      properties.load(resource);
    }
    return properties.getProperty("version");
  }
}
