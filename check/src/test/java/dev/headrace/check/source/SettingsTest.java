package dev.headrace.check.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
  @TempDir Path directory;

  private Settings settings(Map<String, String> options, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(options);
    all.putIfAbsent(Settings.DIRECTORY, directory.resolve(".headrace").toString());
    return Settings.of(all, environment);
  }

  @Test
  void theSourceIsWhatIsGivenUnlessItIsNamed() {
    Map<String, String> both = Map.of(Settings.MIGRATIONS, "db", Settings.URL, "postgresql://h/d");
    assertThat(settings(both, Map.of()).source()).contains(Settings.Kind.MIGRATIONS);
    assertThat(settings(Map.of(Settings.URL, "postgresql://h/d"), Map.of()).source())
        .contains(Settings.Kind.LIVE);
    assertThat(settings(Map.of(), Map.of()).source()).contains(Settings.Kind.OFFLINE);
    assertThat(settings(both, Map.of("HEADRACE_SOURCE", "offline")).source())
        .contains(Settings.Kind.OFFLINE);
    assertThat(Settings.of(Map.of(), Map.of("DATABASE_URL", "postgresql://h/d")).source())
        .isEmpty();
  }

  /** But not one that is for other tools too. */
  @Test
  void aUrlBesideTheOptionsNamesTheSourceToo() throws IOException {
    assertThat(settings(Map.of(), Map.of("HEADRACE_URL", "postgresql://h/d")).source())
        .contains(Settings.Kind.LIVE);
    assertThat(settings(Map.of(), Map.of("DATABASE_URL", "postgresql://h/d")).source())
        .contains(Settings.Kind.OFFLINE);
    Files.writeString(directory.resolve(".env"), "HEADRACE_URL=postgresql://file/d\n");
    assertThat(settings(Map.of(), Map.of()).source()).contains(Settings.Kind.LIVE);
    assertThat(settings(Map.of(Settings.MIGRATIONS, "db"), Map.of()).source())
        .contains(Settings.Kind.MIGRATIONS);
    assertThat(settings(Map.of(), Map.of("HEADRACE_SOURCE", "offline")).source())
        .contains(Settings.Kind.OFFLINE);
  }

  @Test
  void eachDatabaseHasItsOwn() {
    Settings settings =
        settings(
            Map.of(
                Settings.MIGRATIONS, "a,b; audit = c",
                Settings.URL, "postgresql://h/d?sslmode=disable;audit=postgresql://h/audit"),
            Map.of());
    assertThat(settings.migrations()).isEqualTo(Map.of("", "a,b", "audit", "c"));
    assertThat(settings.urls().apply("")).isEqualTo("postgresql://h/d?sslmode=disable");
    assertThat(settings.urls().apply("audit")).isEqualTo("postgresql://h/audit");
    assertThat(settings.urls().apply("other")).isNull();
  }

  @Test
  void theEnvironmentCountsBeforeTheFile() throws IOException {
    Files.writeString(
        directory.resolve(".env"),
        """
        # for developers
        export HEADRACE_URL="postgresql://file/d"
        HEADRACE_TIMEOUT=0.5
        HEADRACE_URL_AUDIT='postgresql://file/audit'
        """);
    Settings settings = settings(Map.of(), Map.of("HEADRACE_URL", "postgresql://environment/d"));
    assertThat(settings.urls().apply("")).isEqualTo("postgresql://environment/d");
    assertThat(settings.urls().apply("audit")).isEqualTo("postgresql://file/audit");
    assertThat(settings.timeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(settings(Map.of(), Map.of()).urls().apply("")).isEqualTo("postgresql://file/d");
  }

  @Test
  void whatHasNoMeaningIsAnError() {
    assertThatThrownBy(() -> settings(Map.of(Settings.SOURCE, "database"), Map.of()))
        .isInstanceOf(SourceException.class)
        .hasMessage("no source of schemas is called \"database\"");
    assertThatThrownBy(() -> settings(Map.of(Settings.TIMEOUT, "soon"), Map.of()))
        .isInstanceOf(SourceException.class)
        .hasMessage("no time-out: \"soon\"");
  }
}
