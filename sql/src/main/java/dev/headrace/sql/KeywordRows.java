package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.ir.Rel;
import dev.headrace.model.CatalogTypes;
import dev.headrace.model.Field;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The rows of {@code pg_get_keywords()}. They are PostgreSQL's words, because clients ask for them
 * to know which names to quote in what they send to any PostgreSQL.
 */
final class KeywordRows {
  static final String FUNCTION = "pg_get_keywords";

  private static final List<Field> FIELDS =
      List.of(
          Field.of("word", SqlType.TEXT),
          Field.of("catcode", CatalogTypes.CHARACTER),
          Field.of("barelabel", SqlType.BOOLEAN),
          Field.of("catdesc", SqlType.TEXT),
          Field.of("baredesc", SqlType.TEXT));

  /**
   * A word.
   *
   * @param category U, C, T or R
   * @param bareLabel whether it can be the label of a column without AS
   */
  private record Keyword(String word, String category, boolean bareLabel) {
    List<Expr> row() {
      String description =
          switch (category) {
            case "U" -> "unreserved";
            case "C" -> "unreserved (cannot be function or type name)";
            case "T" -> "reserved (can be function or type name)";
            default -> "reserved";
          };
      return List.of(
          text(word, SqlType.TEXT),
          text(category, CatalogTypes.CHARACTER),
          new Literal(bareLabel, SqlType.BOOLEAN),
          text(description, SqlType.TEXT),
          text(bareLabel ? "can be bare label" : "requires AS", SqlType.TEXT));
    }

    private static Literal text(String text, SqlType type) {
      return new Literal(Slice.of(text), type);
    }
  }

  private KeywordRows() {}

  static Rel rel() {
    return new Rel.Values(read().stream().map(Keyword::row).toList(), FIELDS);
  }

  private static List<Keyword> read() {
    List<Keyword> keywords = new ArrayList<>();
    String category = "";
    boolean bareLabel = false;
    for (String line : text().lines().toList()) {
      if (line.startsWith("  ")) {
        for (String word : line.strip().split(" ", -1)) {
          keywords.add(new Keyword(word, category, bareLabel));
        }
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        category = line.substring(0, 1);
        bareLabel = line.endsWith("t");
      }
    }
    keywords.sort(Comparator.comparing(Keyword::word));
    return keywords;
  }

  private static String text() {
    try (InputStream in =
        Objects.requireNonNull(KeywordRows.class.getResourceAsStream("keywords.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
