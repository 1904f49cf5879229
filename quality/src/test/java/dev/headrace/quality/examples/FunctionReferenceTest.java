package dev.headrace.quality.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.Session;
import dev.headrace.model.SqlException;
import dev.headrace.quality.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The functions in {@code docs/sql.md} are those of the registry. Run with {@code
 * -Dheadrace.docs.write=true} to have the page written.
 */
final class FunctionReferenceTest {
  private static final Path PAGE = Checkout.root().resolve("docs/sql.md");

  @Test
  void pageListsTheRegistry() throws IOException {
    String page = Page.read(PAGE);
    int begin = page.indexOf(FunctionReference.BEGIN) + FunctionReference.BEGIN.length() + 1;
    int end = page.indexOf(FunctionReference.END);
    assertThat(end).as("markers in docs/sql.md").isGreaterThan(begin);
    if (Boolean.getBoolean("headrace.docs.write")) {
      Files.writeString(
          PAGE, page.substring(0, begin) + FunctionReference.markdown() + page.substring(end));
      return;
    }
    assertThat(page.substring(begin, end))
        .as("docs/sql.md; run this test with -Dheadrace.docs.write=true to have it written")
        .isEqualTo(FunctionReference.markdown());
  }

  @Test
  void everyListedOverloadCanBeCalled() {
    assertThat(refused(FunctionReference.overloads())).isEmpty();
  }

  /** A NULL, but for what must not be: a channel has a name. */
  private static String argument(FunctionReference.Overload overload, String type) {
    return overload.name().equals("pg_notify")
        ? "'x'::" + type
        : "NULL::" + type.replace("T", "integer");
  }

  /** The calls, each with a NULL of the very type for every argument, that fail. */
  private static List<String> refused(List<FunctionReference.Overload> overloads) {
    List<String> refused = new ArrayList<>();
    try (Headrace database = Headrace.inMemory();
        Session session = database.connect()) {
      // what lastval() gives
      session.execute("CREATE SEQUENCE s");
      session.query("SELECT nextval('s')");
      for (FunctionReference.Overload overload : overloads) {
        List<String> arguments =
            overload.parameters().stream().map(type -> argument(overload, type)).toList();
        String sql = "SELECT " + overload.call(arguments);
        try {
          session.query(sql);
        } catch (SqlException e) {
          refused.add(sql + ": " + e.message());
        }
      }
    }
    return refused;
  }
}
