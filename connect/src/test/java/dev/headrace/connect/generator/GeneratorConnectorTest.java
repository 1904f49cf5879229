package dev.headrace.connect.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.connect.InputRows;
import dev.headrace.model.Batch;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.connector.ConnectorOptions;
import dev.headrace.runtime.connector.Input;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class GeneratorConnectorTest {
  private final GeneratorConnector connector = new GeneratorConnector();

  private List<List<@Nullable Object>> rows(List<Field> fields, String... options) {
    return InputRows.of(connector.open(ConnectorOptions.of(options), fields), fields, 7).rows();
  }

  private List<@Nullable Object> values(SqlType type, String spec) {
    return rows(List.of(Field.of("x", type)), "rows", "1000", "columns.x", spec).stream()
        .<@Nullable Object>map(List::getFirst)
        .toList();
  }

  @Test
  void countsInSequences() {
    assertThat(values(SqlType.BIGINT, "sequence")).startsWith(1L, 2L, 3L).endsWith(1000L);
    assertThat(values(SqlType.INTEGER, "sequence from 10 by -2")).startsWith(10, 8, 6);
    assertThat(values(SqlType.TIMESTAMP, "sequence from 1970-01-02 00:00 by 1.5 seconds"))
        .startsWith(86_400_000_000L, 86_401_500_000L);
    assertThat(values(SqlType.DATE, "sequence from 1970-01-02 by 7 days")).startsWith(1, 8, 15);
  }

  @Test
  void drawsFromRanges() {
    assertThat(values(SqlType.SMALLINT, "uniform -2..2")).containsOnly(-2, -1, 0, 1, 2);
    assertThat(values(SqlType.numeric(5, 1), "uniform 0.1..0.3"))
        .containsOnly(new BigDecimal("0.1"), new BigDecimal("0.2"), new BigDecimal("0.3"));
    assertThat(values(SqlType.DOUBLE, "uniform 1..2"))
        .allSatisfy(x -> assertThat((Double) Objects.requireNonNull(x)).isBetween(1.0, 2.0));
    assertThat(values(SqlType.TEXT, "text 2..4"))
        .allSatisfy(x -> assertThat(x.toString()).matches("[a-z]{2,4}"));
    assertThat(values(SqlType.TEXT, "choice red, green")).containsOnly("red", "green");
  }

  @Test
  void zipfPrefersSmallValues() {
    var counts =
        values(SqlType.BIGINT, "zipf 1..100").stream()
            .map(Objects::requireNonNull)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertThat(counts.get(1L)).isBetween(100L, 220L).isGreaterThan(counts.get(2L));
    assertThat(counts.keySet()).allMatch(x -> (Long) x >= 1 && (Long) x <= 100);
  }

  @Test
  void fillsEveryTypeWithoutBeingToldHow() {
    List<Field> fields =
        List.of(
            Field.of("a", SqlType.BOOLEAN),
            Field.of("b", SqlType.SMALLINT),
            Field.of("c", SqlType.INTEGER),
            Field.of("d", SqlType.BIGINT),
            Field.of("e", SqlType.REAL),
            Field.of("f", SqlType.DOUBLE),
            Field.of("g", SqlType.numeric(1, 1)),
            Field.of("h", SqlType.varchar(3)),
            Field.of("i", SqlType.character(9)),
            Field.of("j", SqlType.BYTEA),
            Field.of("k", SqlType.DATE),
            Field.of("l", SqlType.TIME),
            Field.of("m", SqlType.TIMESTAMPTZ),
            Field.of("n", SqlType.INTERVAL),
            Field.of("o", SqlType.UUID));
    List<List<@Nullable Object>> rows = rows(fields, "rows", "50", "nulls.c", "0.5");
    assertThat(rows).hasSize(50);
    assertThat(rows).anyMatch(row -> row.get(2) == null).anyMatch(row -> row.get(2) != null);
    assertThat(rows)
        .allSatisfy(row -> assertThat((BigDecimal) row.get(6)).isLessThan(BigDecimal.ONE));
    assertThat(rows)
        .allSatisfy(row -> assertThat(Objects.requireNonNull(row.get(8)).toString()).hasSize(9));
  }

  @Test
  void sameSeedMakesSameRowsAndColumnsDoNotDisturbEachOther() {
    Field a = Field.of("a", SqlType.BIGINT);
    Field b = Field.of("b", SqlType.DOUBLE);
    assertThat(rows(List.of(a, b), "rows", "9")).isEqualTo(rows(List.of(a, b), "rows", "9"));
    assertThat(rows(List.of(a, b), "rows", "9"))
        .isNotEqualTo(rows(List.of(a, b), "rows", "9", "seed", "1"));
    assertThat(rows(List.of(a), "rows", "9"))
        .isEqualTo(rows(List.of(a, b), "rows", "9").stream().map(r -> r.subList(0, 1)).toList());
  }

  @Test
  void goesOnWithoutEndUnlessToldHowManyRows() {
    List<Field> fields = List.of(Field.of("a", SqlType.BIGINT));
    try (Input input = connector.open(ConnectorOptions.of(), fields)) {
      Batch batch = new Batch();
      assertThat(
              input.read(
                  batch,
                  10_000,
                  Duration.ZERO,
                  (position, reason, raw, code) -> {
                    throw new AssertionError(reason);
                  }))
          .isEqualTo(Input.Status.MORE);
      assertThat(batch.rows()).isEqualTo(10_000);
      assertThat(input.progress().fraction()).isEmpty();
    }
  }

  @Test
  void wrongOptionsAreErrors() {
    assertThatThrownBy(() -> values(SqlType.BIGINT, "unifrom 1..2"))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.sqlState()).isEqualTo("22023"))
        .hasMessageContaining("expected sequence");
    assertThatThrownBy(() -> values(SqlType.BIGINT, "uniform 2..1")).hasMessageContaining("empty");
    assertThatThrownBy(() -> values(SqlType.BIGINT, "uniform a..b"))
        .hasMessageContaining("invalid input syntax for type bigint");
    assertThatThrownBy(() -> values(SqlType.DOUBLE, "uniform a..b"))
        .hasMessageContaining("\"columns.x\"");
    assertThatThrownBy(() -> values(SqlType.numeric(2, 1), "uniform 0..10"))
        .hasMessageContaining("too large");
    assertThatThrownBy(() -> values(SqlType.varchar(2), "choice a, abc"))
        .hasMessageContaining("value too long");
    assertThatThrownBy(() -> values(SqlType.TEXT, "uniform 1..2"))
        .hasMessageContaining("not for type text");
    assertThatThrownBy(() -> values(SqlType.JSONB, "sequence")).hasMessageContaining("jsonb");
    assertThatThrownBy(() -> rows(List.of(Field.of("j", SqlType.JSONB))))
        .hasMessage("option \"columns.j\" is required");
    assertThatThrownBy(() -> rows(List.of(Field.notNull("j", SqlType.BIGINT)), "nulls.j", "0.1"))
        .hasMessageContaining("not nullable");
    assertThatThrownBy(() -> rows(List.of(), "columns.x", "sequence"))
        .hasMessage("invalid option \"columns.x\"");
  }
}
