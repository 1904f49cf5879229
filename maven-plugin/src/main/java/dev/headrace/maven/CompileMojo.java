package dev.headrace.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Component;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.ToolchainManager;

/**
 * Compiles SQL programs: {@code src/main/sql/com/acme/shop.sql} becomes the class {@code
 * com.acme.Shop}, with the compiled program among the application's class files. A statement that
 * is wrong fails the build, with its line.
 */
@Mojo(name = "compile", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class CompileMojo extends AbstractMojo {
  /** Where the programs are; their directories are packages. */
  @Parameter(property = "headrace.sources", defaultValue = "${project.basedir}/src/main/sql")
  private File sourceDirectory = new File("set by Maven");

  /** Where the Java classes of programs go. */
  @Parameter(
      property = "headrace.generatedSources",
      defaultValue = "${project.build.directory}/generated-sources/headrace")
  private File generatedSources = new File("set by Maven");

  @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true)
  private File classes = new File("set by Maven");

  /** Whether to do nothing. */
  @Parameter(property = "headrace.skip", defaultValue = "false")
  private boolean skip;

  @SuppressWarnings("NullAway.Init") // Maven sets it
  @Parameter(defaultValue = "${project}", readonly = true)
  private MavenProject project;

  @SuppressWarnings("NullAway.Init") // Maven sets it
  @Parameter(defaultValue = "${session}", readonly = true)
  private MavenSession session;

  @SuppressWarnings("NullAway.Init") // Maven sets it
  @Parameter(defaultValue = "${plugin}", readonly = true)
  private PluginDescriptor plugin;

  @SuppressWarnings({"NullAway.Init", "deprecation"}) // Maven 3 sets it so
  @Component
  private ToolchainManager toolchains;

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip || !sourceDirectory.isDirectory()) {
      getLog().info(skip ? "skipped" : "no programs in " + sourceDirectory);
      return;
    }
    try {
      ForkedJava java = ForkedJava.of(toolchains, session, plugin, Path.of("").toAbsolutePath());
      report(java.run("dev.headrace.generator.Main", arguments(), new byte[0]));
    } catch (IOException e) {
      throw new MojoExecutionException("cannot compile programs: " + e, e);
    }
    project.addCompileSourceRoot(generatedSources.getPath());
  }

  private List<String> arguments() throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add(generatedSources.getPath());
    arguments.add(classes.getPath());
    Path root = sourceDirectory.toPath();
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> file.toString().endsWith(".sql"))
          .sorted()
          .forEach(
              file -> {
                arguments.add(file.toString());
                arguments.add(className(root.relativize(file)));
              });
    }
    return arguments;
  }

  /** {@code com/acme/web_shop.sql} as {@code com.acme.WebShop}. */
  static String className(Path file) {
    List<String> parts = new ArrayList<>();
    for (Path part : file) {
      parts.add(part.toString());
    }
    String name = parts.remove(parts.size() - 1).replaceFirst("\\.sql$", "");
    String simple =
        Stream.of(name.split("[^\\p{L}\\p{N}]+", -1))
            .filter(word -> !word.isEmpty())
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining());
    parts.add(simple);
    return String.join(".", parts);
  }

  private void report(ForkedJava.Outcome outcome)
      throws MojoExecutionException, MojoFailureException {
    if (outcome.exit() == ForkedJava.WRONG) {
      outcome.said().lines().forEach(getLog()::error);
      throw new MojoFailureException(outcome.said());
    }
    if (outcome.exit() != 0) {
      throw new MojoExecutionException("cannot compile programs:\n" + outcome.said());
    }
  }
}
