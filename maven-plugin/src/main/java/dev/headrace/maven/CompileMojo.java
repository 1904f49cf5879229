package dev.headrace.maven;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.artifact.Artifact;
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
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;

/**
 * Compiles SQL programs: {@code src/main/sql/com/acme/shop.sql} becomes the class {@code
 * com.acme.Shop}, with the compiled program among the application's class files. A statement that
 * is wrong fails the build, with its line.
 */
@Mojo(name = "compile", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class CompileMojo extends AbstractMojo {
  private static final int FIRST_JDK = 25;

  /** The exit code of {@code dev.headrace.generator.Main} if a program was wrong. */
  private static final int WRONG = 3;

  /** Where the programs are; their directories are packages. */
  @Parameter(property = "headrace.sources", defaultValue = "${project.basedir}/src/main/sql")
  private File sourceDirectory = new File("set by Maven");

  @Parameter(defaultValue = "${project.build.directory}/generated-sources/headrace")
  private File generatedSources = new File("set by Maven");

  @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true)
  private File classes = new File("set by Maven");

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
    if (!sourceDirectory.isDirectory()) {
      getLog().info("no programs in " + sourceDirectory);
      return;
    }
    try {
      run(command());
    } catch (IOException e) {
      throw new MojoExecutionException("cannot compile programs: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("interrupted", e);
    }
    project.addCompileSourceRoot(generatedSources.getPath());
  }

  private List<String> command() throws IOException, MojoExecutionException {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dstderr.encoding=UTF-8",
            "-cp",
            classPath()));
    command.add("dev.headrace.generator.Main");
    command.add(generatedSources.getPath());
    command.add(classes.getPath());
    Path root = sourceDirectory.toPath();
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> file.toString().endsWith(".sql"))
          .sorted()
          .forEach(
              file -> {
                command.add(file.toString());
                command.add(className(root.relativize(file)));
              });
    }
    return command;
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

  private String classPath() {
    return plugin.getArtifacts().stream()
        .map(Artifact::getFile)
        .map(File::getPath)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The toolchain's, or else the one that Maven runs on. */
  private String java() throws MojoExecutionException {
    @Nullable Toolchain toolchain = toolchains.getToolchainFromBuildContext("jdk", session);
    @Nullable String found = toolchain == null ? null : toolchain.findTool("java");
    if (found != null) {
      return found;
    }
    if (Runtime.version().feature() < FIRST_JDK) {
      throw new MojoExecutionException(
          "Headrace needs JDK %d or newer, and Maven runs on %s: run it on another, or use maven-toolchains-plugin"
              .formatted(FIRST_JDK, Runtime.version()));
    }
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private void run(List<String> command)
      throws IOException, InterruptedException, MojoExecutionException, MojoFailureException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int exit = process.waitFor();
    if (exit == WRONG) {
      said.lines().forEach(getLog()::error);
      throw new MojoFailureException(said);
    }
    if (exit != 0) {
      throw new MojoExecutionException("cannot compile programs:\n" + said);
    }
  }
}
