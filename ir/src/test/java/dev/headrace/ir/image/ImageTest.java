package dev.headrace.ir.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.model.Field;
import dev.headrace.model.Interval;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ImageTest {
  private static final Rel SCAN =
      new Rel.Scan(
          "t",
          "base 1",
          List.of(Field.notNull("a", SqlType.INTEGER), Field.of("b", SqlType.numeric(10, 2))));

  record Everything(
      List<@Nullable Object> values, Map<String, Integer> map, Optional<String> option) {}

  static Stream<Object> values() {
    return Stream.of(
        true,
        -1,
        Long.MIN_VALUE,
        -0.0f,
        Double.NaN,
        "",
        "\uD83D\uDE00 text",
        new BigDecimal("-12.3400"),
        new UUID(1, -1),
        new Interval(1, -2, 3),
        Slice.of("bytes"),
        Optional.empty(),
        Optional.of(List.of(1, 2)),
        Set.of(3, 4, 5),
        SqlType.array(SqlType.varchar(7)),
        Rel.Join.Kind.SEMI,
        new Everything(Arrays.asList(1, null, "x", "x"), Map.of("b", 1, "a", 2), Optional.of("x")),
        new Expr.Call(
            ScalarFunctions.CONCAT,
            List.of(new Expr.Literal(Slice.of("x"), SqlType.TEXT), column(0, SqlType.TEXT)),
            SqlType.TEXT),
        new Rel.Filter(
            SCAN,
            new Expr.Comparison(
                Expr.Comparison.Operator.LESS,
                column(0, SqlType.INTEGER),
                new Expr.Literal(null, SqlType.INTEGER))));
  }

  private static Expr column(int index, SqlType type) {
    return new Expr.Column(index, type, true);
  }

  @ParameterizedTest
  @MethodSource("values")
  void whatIsReadIsWhatWasWritten(Object value) {
    assertThat(ImageReader.read(ImageWriter.of(value), Object.class)).isEqualTo(value);
  }

  @Test
  void arraysAreReadByTheirContents() {
    assertThat(ImageReader.read(ImageWriter.of(new byte[] {1, 2}), byte[].class))
        .containsExactly(1, 2);
    assertThat(ImageReader.read(ImageWriter.of(new long[] {1, -2}), long[].class))
        .containsExactly(1, -2);
  }

  @Test
  void sharedNodesAreSharedAgain() {
    Rel union = new Rel.Union(List.of(SCAN, SCAN), SCAN.fields());
    Rel read = ImageReader.read(ImageWriter.of(union), Rel.class);
    assertThat(read.inputs().get(0)).isSameAs(read.inputs().get(1));
  }

  @Test
  void mapsKeepTheirOrder() {
    Map<String, Integer> map = new LinkedHashMap<>();
    IntStream.range(0, 50).forEach(i -> map.put("key " + (i * 31 % 50), i));
    assertThat(ImageReader.read(ImageWriter.of(map), Map.class).toString())
        .isEqualTo(map.toString());
  }

  @Test
  void imagesOfSetsDoNotDependOnTheirOrder() {
    Set<Integer> set = IntStream.range(0, 100).boxed().collect(Collectors.toSet());
    assertThat(ImageWriter.of(set)).isEqualTo(ImageWriter.of(Set.copyOf(set)));
  }

  @Test
  void onlyValuesOfProgramsHaveImages() {
    assertThatThrownBy(() -> ImageWriter.of(new Object()))
        .isInstanceOf(ImageException.class)
        .hasMessage("no image of java.lang.Object");
    assertThatThrownBy(() -> ImageWriter.of(String.class)).isInstanceOf(ImageException.class);
    assertThat(ImageWriter.isPossible(List.of(Optional.of(new Object())))).isFalse();
    assertThat(ImageWriter.isPossible(List.of(Optional.of(1)))).isTrue();
  }

  @Test
  void anImageOfAnotherVersionIsRefused() {
    byte[] image = ImageWriter.of(new Interval(1, 2, 3));
    String text = new String(image, java.nio.charset.StandardCharsets.ISO_8859_1);
    byte[] other =
        text.replace("months", "moons_").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> ImageReader.read(other, Interval.class))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("moons_");
  }

  @Test
  void damagedImagesAreRefused() {
    byte[] image = ImageWriter.of(values().filter(v -> !(v instanceof Set)).toList());
    for (int length = 0; length < image.length; length++) {
      byte[] part = Arrays.copyOf(image, length);
      assertThatThrownBy(() -> ImageReader.read(part, List.class))
          .isInstanceOf(ImageException.class);
    }
  }
}
