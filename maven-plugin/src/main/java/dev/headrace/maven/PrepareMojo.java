package dev.headrace.maven;

import java.util.Properties;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Describes all statements of the project, and writes what builds without a database need. */
@Mojo(name = "prepare", requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
public final class PrepareMojo extends HeadraceMojo {
  /** For Maven. */
  public PrepareMojo() {
    super("prepare");
  }

  @Override
  void addTo(Properties properties) throws MojoExecutionException {
    addSources(properties, project());
  }
}
