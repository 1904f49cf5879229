package dev.headrace.maven;

import java.util.Properties;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Fails if a prepared statement is missing or stale, and warns of those that are not used. */
@Mojo(
    name = "check",
    defaultPhase = LifecyclePhase.VERIFY,
    requiresDependencyResolution = ResolutionScope.TEST,
    threadSafe = true)
public final class CheckMojo extends HeadraceMojo {
  /** For Maven. */
  public CheckMojo() {
    super("check");
  }

  @Override
  void addTo(Properties properties) throws MojoExecutionException {
    addSources(properties, project());
  }
}
