package dev.headrace.engine.statement;

import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.state.PageCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** SHOW of what is no parameter: counts of caches, and where the time of statements goes. */
final class ShowRunner {
  private static final String STATEMENT_TIMES = "statement_times";
  private static final String ROW_CACHE = "row_cache_";

  private final StatementCaches caches;
  private final @Nullable PageCache pages;

  /**
   * Shows what a database has counted.
   *
   * @param pages the cache of pages of tables; null if they are all in memory
   */
  ShowRunner(StatementCaches caches, @Nullable PageCache pages) {
    this.caches = caches;
    this.pages = pages;
  }

  static List<Field> fields(String name) {
    return switch (name) {
      case "all" -> List.of(text("name"), text("setting"));
      case STATEMENT_TIMES -> timesFields();
      default -> List.of(text(name));
    };
  }

  private static List<Field> timesFields() {
    List<Field> fields = new ArrayList<>(List.of(text("command"), text("count")));
    for (StatementTimes.Phase phase : StatementTimes.Phase.values()) {
      fields.add(text(phase.text() + "_ms"));
    }
    return fields;
  }

  private static Field text(String name) {
    return Field.of(name, SqlType.TEXT);
  }

  /**
   * The result for a name.
   *
   * @param parameter what a parameter of that name is set to
   */
  Outcome show(String name, Supplier<String> parameter) {
    TextRows rows = new TextRows(fields(name));
    if (name.equals(STATEMENT_TIMES)) {
      caches.times().sums().forEach((command, sum) -> rows.add(row(command, sum)));
    } else {
      Long count = name.startsWith(ROW_CACHE) ? ofRowCache(name) : caches.counts().get(name);
      rows.add(count == null ? parameter.get() : count.toString());
    }
    return rows.outcome("SHOW");
  }

  private @Nullable Long ofRowCache(String name) {
    PageCache.Statistics counted =
        pages == null ? new PageCache.Statistics(0, 0, 0, 0, 0, 0) : pages.statistics();
    return switch (name.substring(ROW_CACHE.length())) {
      case "bytes" -> counted.residentBytes();
      case "evictions" -> counted.evictions();
      case "file_bytes" -> counted.fileBytes();
      case "hits" -> counted.hits();
      case "misses" -> counted.misses();
      default -> null;
    };
  }

  private static String[] row(String command, StatementTimes.Sum sum) {
    List<String> values = new ArrayList<>(List.of(command, Long.toString(sum.count())));
    for (double seconds : sum.seconds().values()) {
      values.add(String.format(Locale.ROOT, "%.3f", seconds * 1e3));
    }
    return values.toArray(String[]::new);
  }
}
