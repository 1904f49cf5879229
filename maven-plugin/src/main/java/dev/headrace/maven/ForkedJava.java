package dev.headrace.maven;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;

/** A JVM that runs a class of Headrace's, because Maven's own may be too old for it. */
final class ForkedJava {
  private static final int FIRST_JDK = 25;

  /** What the class ends with if the user can put it right. */
  static final int WRONG = 3;

  private final String java;
  private final String classPath;
  private final Path directory;

  /**
   * @param directory where it runs
   */
  ForkedJava(String java, String classPath, Path directory) {
    this.java = java;
    this.classPath = classPath;
    this.directory = directory;
  }

  /** With the toolchain's JDK, or else the one that Maven runs on. */
  static ForkedJava of(
      ToolchainManager toolchains, MavenSession session, PluginDescriptor plugin, Path directory)
      throws MojoExecutionException {
    @Nullable Toolchain toolchain = toolchains.getToolchainFromBuildContext("jdk", session);
    @Nullable String found = toolchain == null ? null : toolchain.findTool("java");
    if (found == null && Runtime.version().feature() < FIRST_JDK) {
      throw new MojoExecutionException(
          "Headrace needs JDK %d or newer, and Maven runs on %s: run it on another, or use maven-toolchains-plugin, with its phase before the goal"
              .formatted(FIRST_JDK, Runtime.version()));
    }
    String java =
        found == null ? Path.of(System.getProperty("java.home"), "bin", "java").toString() : found;
    String classPath =
        plugin.getArtifacts().stream()
            .map(Artifact::getFile)
            .map(File::getPath)
            .collect(Collectors.joining(File.pathSeparator));
    return new ForkedJava(java, classPath, directory);
  }

  /**
   * What it said, on both streams.
   *
   * @param exit code
   */
  record Outcome(int exit, String said) {}

  /**
   * Runs a class to its end.
   *
   * @param input what it reads
   */
  Outcome run(String mainClass, List<String> arguments, byte[] input)
      throws IOException, MojoExecutionException {
    List<String> command = new ArrayList<>();
    command.add(java);
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dstderr.encoding=UTF-8",
            "-cp",
            classPath,
            mainClass));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    try {
      try (OutputStream in = process.getOutputStream()) {
        in.write(input);
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), said.strip());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("interrupted", e);
    } finally {
      process.destroy();
    }
  }
}
