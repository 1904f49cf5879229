package dev.headrace.sql;

import dev.headrace.model.text.SqlLexer;

/** Comments within comments (PostgreSQL 4.1.5), of which the generated lexer knows nothing. */
final class NestedComments {
  private NestedComments() {}

  /** The text, of the same length, with blanks for what opens and closes inner comments. */
  static String flattened(String text) {
    int first = text.indexOf("/*");
    if (first < 0 || text.indexOf("/*", first + 2) < 0) {
      return text;
    }
    StringBuilder flat = null;
    int at = 0;
    while (at < text.length()) {
      int end = SqlLexer.end(text, at);
      if (end == SqlLexer.UNFINISHED) {
        break;
      }
      if (text.startsWith("/*", at) && text.indexOf("/*", at + 2) >= 0) {
        for (int i = at + 2; i < end - 2; i++) {
          if (text.startsWith("/*", i) || text.startsWith("*/", i)) {
            flat = flat == null ? new StringBuilder(text) : flat;
            flat.replace(i, i + 2, "  ");
            i++;
          }
        }
      }
      at = end;
    }
    return flat == null ? text : flat.toString();
  }
}
