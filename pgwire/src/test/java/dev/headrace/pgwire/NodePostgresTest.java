package dev.headrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** node-postgres, which speaks the protocol itself. Installed by npm when first needed. */
final class NodePostgresTest extends ServerTestBase {
  private static final String VERSION = "8.16.3";
  private static final String INSTALL = "apt-get install nodejs npm";

  @Test
  void queriesParametersTransactionsErrorsAndPoolsWork() throws Exception {
    String node = ClientProgram.require("node", INSTALL);
    ClientProgram.Run run =
        ClientProgram.run(
            Map.of("NODE_PATH", modules().toString()),
            "",
            node,
            ClientProgram.script("node_client.js").toString(),
            String.valueOf(server.port()));
    assertThat(run).isEqualTo(new ClientProgram.Run(0, "done\n"));
    assertThat(backend.committed).containsExactly("kept");
  }

  private static Path modules() throws Exception {
    Path directory = Path.of("target", "node-postgres-" + VERSION).toAbsolutePath();
    Path modules = directory.resolve("node_modules");
    if (!Files.exists(modules.resolve("pg"))) {
      String npm = ClientProgram.require("npm", INSTALL);
      Files.createDirectories(directory);
      ClientProgram.Run install =
          ClientProgram.run(
              Map.of(),
              "",
              npm,
              "install",
              "--prefix",
              directory.toString(),
              "--no-audit",
              "--no-fund",
              "pg@" + VERSION);
      assertThat(install.exitCode()).as("npm install: %s", install.output()).isZero();
    }
    return modules;
  }
}
