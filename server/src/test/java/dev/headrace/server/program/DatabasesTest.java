package dev.headrace.server.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class DatabasesTest {
  @Test
  void compiledUnitsAreKeptInTheUsersHomeUnlessAnotherDirectoryIsNamed() {
    assertThat(Databases.unitStore(null, "/home/ann"))
        .isEqualTo(Path.of("/home/ann", ".headrace", "units"));
    assertThat(Databases.unitStore("", "/home/ann"))
        .isEqualTo(Path.of("/home/ann", ".headrace", "units"));
    assertThat(Databases.unitStore("/var/cache/units", "/home/ann"))
        .isEqualTo(Path.of("/var/cache/units"));
  }

  @Test
  void theyAreNotKeptIfSwitchedOffOrWithoutAHome() {
    assertThat(Databases.unitStore("off", "/home/ann")).isNull();
    assertThat(Databases.unitStore(null, null)).isNull();
    assertThat(Databases.unitStore(null, "?")).isNull();
  }
}
