package dev.headrace.maven;

import java.util.Properties;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Deletes the prepared statements that no source of the project has any more. */
@Mojo(name = "prune", requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
public final class PruneMojo extends HeadraceMojo {
  /** For Maven. */
  public PruneMojo() {
    super("prune");
  }

  @Override
  void addTo(Properties properties) throws MojoExecutionException {
    addSources(properties, project());
  }
}
