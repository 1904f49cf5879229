package dev.headrace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class CompileMojoTest {
  @Test
  void directoriesArePackagesAndFilesClasses() {
    assertThat(CompileMojo.className(Path.of("com", "acme", "web_shop.sql")))
        .isEqualTo("com.acme.WebShop");
    assertThat(CompileMojo.className(Path.of("shop.sql"))).isEqualTo("Shop");
  }
}
