package dev.headrace.quality.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Drivers of other languages, exercised by scripts in those languages. */
final class ScriptsTest extends ServedDatabase {
  private static final ClientProgram.Run DONE = new ClientProgram.Run(0, "done\n");
  private static final String NODE_POSTGRES_VERSION = "8.16.3";
  private static final String INSTALL_NODE = "apt-get install nodejs npm";

  @Override
  List<String> definitions() {
    return List.of(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)",
        "CREATE MATERIALIZED VIEW names AS SELECT count(*) AS n FROM t");
  }

  @Test
  void psycopg2() throws Exception {
    List<String> command =
        List.of(python(), ClientProgram.script("psycopg2_client.py"), String.valueOf(port()));
    assertThat(ClientProgram.run(Map.of("PYTHONIOENCODING", "utf-8"), "", command)).isEqualTo(DONE);
  }

  /** A Python that has psycopg2: the system's, or else the first of the path. */
  private static String python() throws Exception {
    for (String python : List.of("/usr/bin/python3", "python3")) {
      if (hasPsycopg2(python)) {
        return python;
      }
    }
    return ClientProgram.missing("psycopg2", "apt-get install python3-psycopg2");
  }

  private static boolean hasPsycopg2(String python) throws InterruptedException {
    try {
      List<String> command = List.of(python, "-c", "import psycopg2");
      return ClientProgram.run(Map.of(), "", command).exitCode() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  @Test
  void nodePostgres() throws Exception {
    List<String> command =
        List.of(
            ClientProgram.require("node", INSTALL_NODE),
            ClientProgram.script("node_client.js"),
            String.valueOf(port()));
    Map<String, String> environment = Map.of("NODE_PATH", nodeModules().toString());
    assertThat(ClientProgram.run(environment, "", command)).isEqualTo(DONE);
  }

  /** node-postgres, which speaks the protocol itself, installed by npm when first needed. */
  private static Path nodeModules() throws Exception {
    Path directory = Path.of("target", "node-postgres-" + NODE_POSTGRES_VERSION).toAbsolutePath();
    Path modules = directory.resolve("node_modules");
    if (!Files.exists(modules.resolve("pg"))) {
      Files.createDirectories(directory);
      List<String> command =
          List.of(
              ClientProgram.require("npm", INSTALL_NODE),
              "install",
              "--prefix",
              directory.toString(),
              "--no-audit",
              "--no-fund",
              "pg@" + NODE_POSTGRES_VERSION);
      ClientProgram.Run install = ClientProgram.run(Map.of(), "", command);
      assertThat(install.exitCode()).as("npm install: %s", install.output()).isZero();
    }
    return modules;
  }
}
