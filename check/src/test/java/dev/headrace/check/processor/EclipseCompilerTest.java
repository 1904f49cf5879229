package dev.headrace.check.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Eclipse's compiler, which has its own annotation processing, says what javac says. */
final class EclipseCompilerTest {
  @TempDir Path directory;

  private Compilation compiled(String name, String code, String schema) throws IOException {
    Path file = Files.writeString(directory.resolve("schema.sql"), schema);
    return new Compilation(
        new EclipseCompiler(),
        directory,
        Compilation.file(directory.resolve("src").resolve(name), code),
        List.of("-Aheadrace.migrations=" + file, "-source", "25", "-target", "25"));
  }

  private static String resource(String name) throws IOException {
    try (var stream = EclipseCompilerTest.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Shop, Shop_OrdersJdbc",
    "Market, Market_OffersJdbc OfferRow SellerRow SureRow Market_RowsJdbc SellerMail"
        + " Market_MoreRowsJdbc"
  })
  void itMakesTheSameClasses(String name, String generated) throws IOException {
    String lower = name.toLowerCase(Locale.ROOT);
    String code = resource("/" + name + ".java.txt");
    String schema = resource("/" + lower + ".sql");
    Compilation compilation = compiled(lower + "/" + name + ".java", code, schema);
    assertThat(compilation.messages()).isEmpty();
    Path other = Files.createDirectories(directory.resolve("javac"));
    Compilation javac =
        new Compilation(
            other,
            lower + "/" + name + ".java",
            code,
            List.of("-Aheadrace.migrations=" + directory.resolve("schema.sql")));
    for (String each : generated.split(" ", -1)) {
      assertThat(directory.resolve(lower).resolve(each + ".class")).exists();
      String file = lower + "/" + each + ".java";
      assertThat(compilation.generated(file)).isEqualTo(javac.generated(file));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Syntax",
        "Naming",
        "Typing",
        "Parameters",
        "Results",
        "Converting",
        "Handling",
        "Generating"
      })
  void itSaysWhatIsWrongAtTheSamePlaces(String name) throws IOException {
    Compilation compilation =
        compiled(
            "wrong/" + name + ".java",
            resource("/wrong/" + name + ".java.txt"),
            resource("/wrong/schema.sql"));
    // javac indents the lines behind the first
    String golden = resource("/wrong/" + name + ".txt").strip().replaceAll("(?m)^  (?=  )", "");
    assertThat(compilation.messages())
        .filteredOn(message -> !message.endsWith(" is never used")) // imports
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(golden.split("\n\n", -1)));
  }
}
