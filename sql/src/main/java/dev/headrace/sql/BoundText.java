package dev.headrace.sql;

import dev.headrace.model.text.Identifiers;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The text of a query in which every relation is named so that it is found again whatever the
 * search path is then. Names of {@code public} and {@code pg_catalog} stay as they were written:
 * definitions are read back with nothing else in the search path.
 */
public final class BoundText {
  private static final String PG_CATALOG = "pg_catalog.";
  private static final String PG_TEMP = "pg_temp.";

  private BoundText() {}

  /**
   * Makes such a text.
   *
   * @param text of the query as it was written
   * @param start where it begins in the text that was parsed
   * @param references places in the latter
   */
  public static String of(String text, int start, List<PlannedQuery.Reference> references) {
    StringBuilder bound = new StringBuilder();
    int done = 0;
    for (PlannedQuery.Reference reference : references) {
      int from = reference.start() - start;
      int to = reference.end() - start;
      if (from < done || to > text.length()) {
        throw new IllegalStateException("a name at " + reference + " is not in " + text);
      }
      String written = text.substring(from, to);
      bound.append(text, done, from);
      bound.append(isBound(written, reference.relation()) ? written : name(reference.relation()));
      done = to;
    }
    return bound.append(text.substring(done)).toString();
  }

  /**
   * Makes a text that is bound name some relations by other names.
   *
   * @param references places in the text
   * @param names gives the new name of every relation, which is the old one for most
   */
  public static String renamed(
      String text, List<PlannedQuery.Reference> references, UnaryOperator<String> names) {
    StringBuilder renamed = new StringBuilder();
    int done = 0;
    for (PlannedQuery.Reference reference : references) {
      String name = names.apply(reference.relation());
      renamed.append(text, done, reference.start());
      renamed.append(
          name.equals(reference.relation())
              ? text.substring(reference.start(), reference.end())
              : name(name));
      done = reference.end();
    }
    return renamed.append(text.substring(done)).toString();
  }

  private static boolean isBound(String written, String relation) {
    String name = ObjectName.folded(written.replaceAll("\\s*\\.\\s*", "."));
    return ObjectName.isQualified(name)
        ? !name.startsWith(PG_TEMP)
        : relation.equals(name) || relation.equals(PG_CATALOG + name);
  }

  /** A name of the catalog as a statement has to write it. */
  public static String name(String relation) {
    StringBuilder name = new StringBuilder();
    for (String part : ObjectName.parts(relation)) {
      name.append(name.isEmpty() ? "" : ".").append(Identifiers.quoted(part));
    }
    return name.toString();
  }
}
