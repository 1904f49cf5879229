package dev.headrace.maven;

import java.io.File;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * Runs a goal as Maven does, with what Maven injects: here the plugin's class path is the test's.
 */
final class MojoRun {
  private final MavenProject project = new TestProject();
  private final Properties userProperties = new Properties();
  private final Path directory;
  private final List<String> log = new ArrayList<>();

  MojoRun(Path directory) {
    this.directory = directory;
    project.setBuild(new Build());
    project.getProperties().setProperty("project.build.sourceEncoding", "UTF-8");
    project.addCompileSourceRoot(directory.resolve("src/main/java").toString());
  }

  /** An option of the compiler plugin. */
  MojoRun compilerOption(String option) {
    Plugin compiler = new Plugin();
    compiler.setGroupId("org.apache.maven.plugins");
    compiler.setArtifactId("maven-compiler-plugin");
    Xpp3Dom argument = new Xpp3Dom("arg");
    argument.setValue(option);
    Xpp3Dom arguments = new Xpp3Dom("compilerArgs");
    arguments.addChild(argument);
    Xpp3Dom configuration = new Xpp3Dom("configuration");
    configuration.addChild(arguments);
    compiler.setConfiguration(configuration);
    project.getBuild().addPlugin(compiler);
    project.getBuild().flushPluginMap();
    return this;
  }

  /** As {@code -Dname=value}. */
  MojoRun property(String name, String value) {
    userProperties.setProperty(name, value);
    return this;
  }

  MavenProject project() {
    return project;
  }

  /** What the last goal said. */
  List<String> log() {
    return log;
  }

  /**
   * @param parameters by the names of fields
   */
  void execute(AbstractMojo mojo, Map<String, ?> parameters) throws Exception {
    log.clear();
    mojo.setLog(
        new SystemStreamLog() {
          @Override
          public void info(CharSequence content) {
            log.add("info " + content);
          }

          @Override
          public void warn(CharSequence content) {
            log.add("warn " + content);
          }

          @Override
          public void error(CharSequence content) {
            log.add("error " + content);
          }
        });
    MavenExecutionRequest request = new DefaultMavenExecutionRequest();
    request.setUserProperties(userProperties);
    set(mojo, "project", project);
    set(mojo, "session", session(request));
    set(mojo, "plugin", plugin());
    set(mojo, "toolchains", new NoToolchains());
    if (mojo instanceof HeadraceMojo) {
      set(mojo, "basedir", directory.toFile());
    }
    for (Map.Entry<String, ?> each : parameters.entrySet()) {
      set(mojo, each.getKey(), each.getValue());
    }
    mojo.execute();
  }

  @SuppressWarnings("deprecation") // the container makes the other kind
  private static MavenSession session(MavenExecutionRequest request) {
    return new MavenSession(null, null, request, new DefaultMavenExecutionResult());
  }

  private static void set(Object mojo, String name, Object value) throws Exception {
    for (Class<?> type = mojo.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          field.setAccessible(true);
          field.set(mojo, value);
          return;
        }
      }
    }
    throw new NoSuchFieldException(name);
  }

  private static List<String> classPath() {
    return List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));
  }

  private static PluginDescriptor plugin() {
    PluginDescriptor descriptor = new PluginDescriptor();
    descriptor.setArtifacts(
        classPath().stream()
            .map(
                path -> {
                  Artifact artifact =
                      new DefaultArtifact(
                          "test", "test", "1", "runtime", "jar", "", new DefaultArtifactHandler());
                  artifact.setFile(new File(path));
                  return artifact;
                })
            .toList());
    return descriptor;
  }

  /** What is resolved for it is what the test has. */
  private static final class TestProject extends MavenProject {
    @Override
    public List<String> getTestClasspathElements() {
      return classPath();
    }
  }

  private static final class NoToolchains implements ToolchainManager {
    @SuppressWarnings("NullAway") // as Maven's own does where there is none
    @Override
    public Toolchain getToolchainFromBuildContext(String type, MavenSession session) {
      return null;
    }

    @Override
    public List<Toolchain> getToolchains(
        MavenSession session, String type, Map<String, String> requirements) {
      return List.of();
    }
  }
}
