package dev.headrace.maven;

import org.apache.maven.plugins.annotations.Mojo;

/** Compares the prepared statements with a database, without the sources. */
@Mojo(name = "verify", threadSafe = true)
public final class VerifyMojo extends HeadraceMojo {
  /** For Maven. */
  public VerifyMojo() {
    super("verify");
  }
}
