package dev.headrace.model.text;

import java.util.regex.Pattern;

/** Names as statements have to write them. */
public final class Identifiers {
  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_$]*");

  // PostgreSQL's reserved key words (manual, appendix C), which are no names unless quoted
  private static final Pattern RESERVED =
      Pattern.compile(
          "all|analyse|analyze|and|any|array|as|asc|asymmetric|authorization|between|bigint|binary"
              + "|bit|boolean|both|case|cast|char|character|check|coalesce|collate|collation|column"
              + "|concurrently|constraint|create|cross|current_(catalog|date|role|schema|time"
              + "|timestamp|user)|dec|decimal|default|deferrable|desc|distinct|do|else|end|except"
              + "|exists|extract|false|fetch|float|for|foreign|freeze|from|full|grant|greatest|group"
              + "|grouping|having|ilike|in|initially|inner|inout|int|integer|intersect|interval|into"
              + "|is|isnull|join|lateral|leading|least|left|like|limit|localtime|localtimestamp"
              + "|national|natural|nchar|none|normalize|not|notnull|null|nullif|numeric|offset|on|only"
              + "|or|order|out|outer|overlaps|overlay|placing|position|precision|primary|real"
              + "|references|returning|right|row|select|session_user|setof|similar|smallint|some"
              + "|substring|symmetric|table|tablesample|then|time|timestamp|to|trailing|treat|trim"
              + "|true|union|unique|user|using|values|varchar|variadic|verbose|when|where|window|with"
              + "|xml(attributes|concat|element|exists|forest|namespaces|parse|pi|root|serialize"
              + "|table)");

  private Identifiers() {}

  /** PostgreSQL's {@code quote_ident}. */
  public static String quoted(String name) {
    return PLAIN.matcher(name).matches() && !RESERVED.matcher(name).matches()
        ? name
        : '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A name that was written, as it is looked up: lower case unless quoted. */
  public static String folded(String written) {
    StringBuilder folded = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c != '"') {
        folded.append(quoted ? c : Character.toLowerCase(c));
      } else if (quoted && i + 1 < written.length() && written.charAt(i + 1) == '"') {
        folded.append(c);
        i++;
      } else {
        quoted = !quoted;
      }
    }
    return folded.toString();
  }
}
