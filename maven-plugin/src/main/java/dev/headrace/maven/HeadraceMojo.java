package dev.headrace.maven;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Component;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.ToolchainManager;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * A goal that is about databases. What it is told has the names of the annotation processor's
 * options; what it is not told it takes from the options of the compiler plugin ({@code
 * -Aheadrace...}), so that there is one place to write them.
 */
abstract class HeadraceMojo extends AbstractMojo {
  private static final String COMPILER = "org.apache.maven.plugins:maven-compiler-plugin";
  private static final String PREFIX = "headrace.";

  /** What statements are checked against: migrations or live. */
  @Parameter(property = "headrace.source")
  private @Nullable String source;

  /** Directories or files of migrations, as {@code PATH;NAME=PATH} for several databases. */
  @Parameter(property = "headrace.migrations")
  private @Nullable String migrations;

  /** Where the database is; better said in the environment if it has a password. */
  @Parameter(property = "headrace.url")
  private @Nullable String url;

  /** The directory of prepared statements. */
  @Parameter(property = "headrace.directory")
  private @Nullable String directory;

  /** How many seconds to wait for an answer. */
  @Parameter(property = "headrace.timeout")
  private @Nullable String timeout;

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

  @Parameter(defaultValue = "${project.basedir}", readonly = true)
  private File basedir = new File("set by Maven");

  @SuppressWarnings({"NullAway.Init", "deprecation"}) // Maven 3 sets it so
  @Component
  private ToolchainManager toolchains;

  private final String goal;

  HeadraceMojo(String goal) {
    this.goal = goal;
  }

  final MavenProject project() {
    return project;
  }

  /** Adds what the goal alone needs. */
  void addTo(Properties properties) throws MojoExecutionException {}

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("skipped");
      return;
    }
    Properties properties = new Properties();
    addCompilerOptions(properties);
    addPrefixed(properties, project.getProperties());
    addPrefixed(properties, session.getUserProperties());
    put(properties, "headrace.source", source);
    put(properties, "headrace.migrations", migrations);
    put(properties, "headrace.url", url);
    put(properties, "headrace.directory", directory);
    put(properties, "headrace.timeout", timeout);
    addTo(properties);
    try {
      ForkedJava java = ForkedJava.of(toolchains, session, plugin, basedir.toPath());
      report(java.run("dev.headrace.check.build.Main", List.of(goal), bytes(properties)));
    } catch (IOException e) {
      throw new MojoExecutionException("cannot run " + goal + ": " + e, e);
    }
  }

  static void put(Properties properties, String name, @Nullable String value) {
    if (value != null) {
      properties.setProperty(name, value);
    }
  }

  private static void addPrefixed(Properties properties, Properties from) {
    for (String name : from.stringPropertyNames()) {
      if (name.startsWith(PREFIX)) {
        properties.setProperty(name, from.getProperty(name));
      }
    }
  }

  private void addCompilerOptions(Properties properties) {
    @Nullable Plugin compiler = project.getBuild().getPluginsAsMap().get(COMPILER);
    if (compiler != null && compiler.getConfiguration() instanceof Xpp3Dom configuration) {
      @Nullable Xpp3Dom arguments = configuration.getChild("compilerArgs");
      for (Xpp3Dom each : arguments == null ? new Xpp3Dom[0] : arguments.getChildren()) {
        String text = String.valueOf(each.getValue()).strip();
        int equals = text.indexOf('=');
        if (text.startsWith("-A" + PREFIX) && equals > 0) {
          properties.setProperty(text.substring("-A".length(), equals), text.substring(equals + 1));
        }
      }
    }
  }

  private static byte[] bytes(Properties properties) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer writer = new OutputStreamWriter(bytes, StandardCharsets.UTF_8)) {
      properties.store(writer, null);
    }
    return bytes.toByteArray();
  }

  private void report(ForkedJava.Outcome outcome)
      throws MojoExecutionException, MojoFailureException {
    StringBuilder errors = new StringBuilder();
    for (String line : outcome.said().split("\\R", -1)) {
      if (line.startsWith("INFO ")) {
        getLog().info(line.substring("INFO ".length()));
      } else if (line.startsWith("WARN ")) {
        getLog().warn(line.substring("WARN ".length()));
      } else if (!line.isBlank()) {
        String error = line.startsWith("ERROR ") ? line.substring("ERROR ".length()) : line;
        getLog().error(error);
        errors.append(errors.isEmpty() ? "" : "\n").append(error);
      }
    }
    if (outcome.exit() == ForkedJava.WRONG) {
      throw new MojoFailureException(errors.toString());
    }
    if (outcome.exit() != 0) {
      throw new MojoExecutionException("cannot run " + goal + ":\n" + errors);
    }
  }

  /** The sources of the project, and what they are compiled with. */
  static void addSources(Properties properties, MavenProject project)
      throws MojoExecutionException {
    List<String> roots = new ArrayList<>(project.getCompileSourceRoots());
    roots.addAll(project.getTestCompileSourceRoots());
    properties.setProperty("sources", String.join(File.pathSeparator, roots));
    put(
        properties,
        "encoding",
        project.getProperties().getProperty("project.build.sourceEncoding"));
    try {
      properties.setProperty(
          "classpath", String.join(File.pathSeparator, project.getTestClasspathElements()));
    } catch (DependencyResolutionRequiredException e) {
      throw new MojoExecutionException("no class path: " + e.getMessage(), e);
    }
  }
}
