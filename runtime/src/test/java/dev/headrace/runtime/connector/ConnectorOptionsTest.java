package dev.headrace.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.SqlException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConnectorOptionsTest {
  @Test
  void namesAreInLowerCase() {
    assertThat(ConnectorOptions.of("Rate", "5").number("rate", 1)).hasValue(5);
    assertThat(ConnectorOptions.ofColumn("columns", "Id")).isEqualTo("columns.id");
  }

  @Test
  void unknownOptionsAreRefusedWithTheKnownOnes() {
    ConnectorOptions options = ConnectorOptions.of("path", "x", "columns.a", "b");
    options.allowOnly(List.of("path", "columns.*"));
    assertThatThrownBy(() -> options.allowOnly(List.of("path", "rate")))
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> {
              assertThat(e.sqlState()).isEqualTo("22023");
              assertThat(e.message()).isEqualTo("invalid option \"columns.a\"");
              assertThat(e.hint()).isEqualTo("Valid options in this context are: path, rate.");
            });
  }

  @Test
  void pathsAreRelativeToTheProgram() {
    ConnectorOptions options =
        new ConnectorOptions(Map.of("path", "../data/x.csv"), Path.of("/programs/a"));
    assertThat(options.requiredPath("path").toString()).isEqualTo("/programs/data/x.csv");
    assertThat(new ConnectorOptions(Map.of("path", "/x"), Path.of("/a")).requiredPath("path"))
        .isEqualTo(Path.of("/x"));
  }

  @Test
  void wrongValuesAreNamed() {
    ConnectorOptions options = ConnectorOptions.of("a", "x", "n", "-1", "f", "2");
    for (Runnable getter :
        List.<Runnable>of(
            () -> options.flag("a", true),
            () -> options.number("a", 0),
            () -> options.number("n", 0),
            () -> options.fraction("f"),
            () -> options.asciiCharacter("n", ','),
            () -> options.word("a", "y", List.of("y", "z")))) {
      assertThatThrownBy(getter::run)
          .isInstanceOfSatisfying(
              SqlException.class, e -> assertThat(e.sqlState()).isEqualTo("22023"))
          .hasMessageStartingWith("invalid value for option \"");
    }
    assertThatThrownBy(() -> options.requiredText("path"))
        .hasMessage("option \"path\" is required");
  }

  @Test
  void progressIsAFractionWhereTheTotalIsKnown() {
    assertThat(new Progress(Progress.Unit.BYTES, 1, 4).fraction()).hasValue(0.25);
    assertThat(new Progress(Progress.Unit.BYTES, 5, 4).fraction()).hasValue(1);
    assertThat(new Progress(Progress.Unit.BYTES, 0, 0).fraction()).hasValue(1);
    assertThat(new Progress(Progress.Unit.ROWS, 9, Progress.UNKNOWN).fraction()).isEmpty();
  }
}
