package dev.headrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** psycopg2, Python's driver on libpq. */
final class Psycopg2Test extends ServerTestBase {
  private static final String INSTALL = "apt-get install python3-psycopg2";

  @Test
  void queriesTypesTransactionsErrorsAndCancelWork() throws Exception {
    String python = python();
    ClientProgram.Run run =
        ClientProgram.run(
            Map.of("PYTHONIOENCODING", "utf-8"),
            "",
            python,
            ClientProgram.script("psycopg2_client.py").toString(),
            String.valueOf(server.port()));
    assertThat(run).isEqualTo(new ClientProgram.Run(0, "done\n"));
    assertThat(backend.committed).containsExactly("kept");
  }

  /** A Python that has psycopg2: the system's, or else the first of the path. */
  private static String python() throws Exception {
    for (String python : new String[] {"/usr/bin/python3", "python3"}) {
      if (hasPsycopg2(python)) {
        return python;
      }
    }
    return ClientProgram.missing("psycopg2", INSTALL);
  }

  private static boolean hasPsycopg2(String python) throws InterruptedException {
    try {
      return ClientProgram.run(Map.of(), "", python, "-c", "import psycopg2").exitCode() == 0;
    } catch (java.io.IOException e) {
      return false; // no such program
    }
  }
}
