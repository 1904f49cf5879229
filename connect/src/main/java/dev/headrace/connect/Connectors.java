package dev.headrace.connect;

import dev.headrace.connect.file.FileConnector;
import dev.headrace.connect.generator.GeneratorConnector;
import dev.headrace.runtime.connector.Connector;
import java.util.List;

/** The connectors that come with Headrace. */
public final class Connectors {
  private Connectors() {}

  /** All of them. */
  public static List<Connector> standard() {
    return List.of(new FileConnector(), new GeneratorConnector());
  }
}
