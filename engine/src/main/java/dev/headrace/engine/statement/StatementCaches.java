package dev.headrace.engine.statement;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.ViewPhase;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.sql.ParsedStatement;
import dev.headrace.sql.SqlParser;
import dev.headrace.sql.Statement;
import dev.headrace.sql.StatementSplitter;
import dev.headrace.sql.lexer.InsertRows;
import dev.headrace.sql.lexer.NormalForm;
import dev.headrace.sql.lexer.Normalizer;
import dev.headrace.sql.lexer.StatementKey;
import dev.headrace.sql.lexer.TakenLiterals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a database's sessions know about statements that came before: their syntax trees by normal
 * form, the definitions of programs, their plans by normal form, parameter types and settings, and
 * some results.
 *
 * <p>A plan is of use for all catalogs in which what it was made of is the same. It stays under its
 * key when that changes, and is replaced when its statement comes again. Thread-safe.
 */
public final class StatementCaches {
  private static final int PARSED = 512;
  private static final int PLANNED = 256;
  private static final int VERBATIM = 64;
  private static final int DEFINITIONS = 4096;

  /** Longer texts are hardly written twice. */
  private static final int LONGEST_VERBATIM = 4096;

  private final LruCache<StatementKey, Parsed> parsed = new LruCache<>(PARSED);
  private final LruCache<String, List<ParsedStatement>> verbatim = new LruCache<>(VERBATIM);
  private final LruCache<String, Statement> definitions = new LruCache<>(DEFINITIONS);
  private final LruCache<PlanKey, CachedPlan> planned = new LruCache<>(PLANNED);
  private final ResultCache results = new ResultCache();

  private final StatementTimes times = new StatementTimes();

  /**
   * A syntax tree.
   *
   * @param statement null if the statement does not work with its literals taken out
   */
  private record Parsed(@Nullable Statement statement, NormalForm form) {}

  private record PlanKey(
      StatementKey statement, List<? extends @Nullable SqlType> types, Object settings) {}

  /**
   * The statements of a text, which are normalised if there is one only.
   *
   * @param normalizer the session's
   * @param inserts the session's
   */
  List<ParsedStatement> parse(String text, Normalizer normalizer, InsertRows inserts) {
    if (inserts.read(text)) {
      ParsedStatement insert = parseRows(text, inserts);
      if (insert != null) {
        return List.of(insert);
      }
    }
    if (!normalizer.read(text, true)
        || !(normalizer.isPlannable() || normalizer.isTransactionControl())) {
      return parseText(text);
    }
    Parsed known = parsed.get(normalizer);
    if (known != null && known.statement == null) {
      return parseVerbatim(text, normalizer);
    }
    return known == null ? parseNew(text, normalizer) : List.of(statement(known, text, normalizer));
  }

  /** The statements of a text without a normal form: definitions for the most part. */
  private List<ParsedStatement> parseText(String text) {
    if (text.length() > LONGEST_VERBATIM) {
      return ViewPhase.of(ViewPhase.Phase.PARSE, "", () -> SqlParser.parse(text));
    }
    List<ParsedStatement> known = verbatim.get(text);
    if (known == null) {
      known = List.copyOf(SqlParser.parse(text));
      // those of roles have passwords in them
      if (known.stream().noneMatch(each -> each.statement() instanceof Statement.AccessControl)) {
        verbatim.put(text, known);
      }
    }
    return known;
  }

  /**
   * The statements of a program, of which most have come before if it is an edited one. Places in
   * their trees, and in errors that come of these, are counted from the statement's beginning.
   *
   * @throws SqlException with a place in the text, if the text is wrong
   */
  List<ParsedStatement> parseProgram(String text) {
    return ViewPhase.of(
        ViewPhase.Phase.PARSE,
        "",
        () -> {
          try {
            return parsePieces(StatementSplitter.split(text));
          } catch (SqlException _) {
            // the parser says what is wrong, or how the text is to be split
            return parsePieces(
                SqlParser.parse(text).stream()
                    .map(each -> new StatementSplitter.Piece(each.text(), each.offset()))
                    .toList());
          }
        });
  }

  private List<ParsedStatement> parsePieces(List<StatementSplitter.Piece> pieces) {
    List<ParsedStatement> statements = new ArrayList<>();
    for (StatementSplitter.Piece piece : pieces) {
      Statement known = definitions.get(piece.text());
      if (known instanceof Statement.CreateView create) {
        // with a query of its own, which gets a tree if it is needed
        known = withoutTree(create);
      } else if (known == null) {
        known = SqlParser.parse(piece.text()).getFirst().statement();
        keep(piece.text(), known);
      }
      statements.add(new ParsedStatement(known, piece.text(), piece.offset()));
    }
    return statements;
  }

  private void keep(String text, Statement statement) {
    switch (statement) {
      case Statement.CreateView create -> definitions.put(text, withoutTree(create));
      case Statement.CreateTable create -> definitions.put(text, create);
      default -> {}
    }
  }

  private static Statement withoutTree(Statement.CreateView create) {
    return new Statement.CreateView(
        create.name(),
        create.orReplace(),
        create.materialized(),
        create.temporary(),
        create.ifNotExists(),
        create.columnNames(),
        create.query().withoutTree(),
        create.queryText(),
        create.queryStart());
  }

  /** An INSERT of several rows; null if it does not work with its literals taken out. */
  private @Nullable ParsedStatement parseRows(String text, InsertRows inserts) {
    NormalForm form = inserts.form();
    Parsed known = parsed.get(form.key());
    if (known == null) {
      try {
        List<ParsedStatement> one = SqlParser.parse(inserts.parameterized());
        known = new Parsed(one.getFirst().statement(), form);
      } catch (SqlException _) {
        known = new Parsed(null, form);
      }
      parsed.put(form.key(), known);
    }
    if (known.statement == null) {
      return null;
    }
    List<List<@Nullable Object>> rows = inserts.rows();
    TakenLiterals literals =
        new TakenLiterals(known.form, rows.getFirst(), rows.subList(1, rows.size()));
    return new ParsedStatement(known.statement, text, 0, literals);
  }

  /** The same with all literals in their places. */
  List<ParsedStatement> parseVerbatim(String text, Normalizer normalizer) {
    if (!normalizer.read(text, false)) {
      return SqlParser.parse(text);
    }
    Parsed known = parsed.get(normalizer);
    return known == null ? parseNew(text, normalizer) : List.of(statement(known, text, normalizer));
  }

  private List<ParsedStatement> parseNew(String text, Normalizer normalizer) {
    if (normalizer.literals() == 0) {
      // places in it are those of this text
      List<ParsedStatement> statements = SqlParser.parse(text);
      return statements.size() == 1 ? keep(statements, text, normalizer) : statements;
    }
    List<ParsedStatement> statements;
    try {
      statements = SqlParser.parse(normalizer.parameterized());
    } catch (SqlException _) {
      // either the text is wrong, which the parser says now, or a parameter cannot stand there
      statements = SqlParser.parse(text);
      keepVerbatim(normalizer.form());
      return statements;
    }
    return keep(statements, text, normalizer);
  }

  private List<ParsedStatement> keep(
      List<ParsedStatement> statements, String text, Normalizer normalizer) {
    NormalForm form = normalizer.form();
    Parsed entry = new Parsed(statements.getFirst().statement(), form);
    parsed.put(form.key(), entry);
    return List.of(statement(entry, text, normalizer));
  }

  private static ParsedStatement statement(Parsed entry, String text, Normalizer normalizer) {
    Statement statement = Objects.requireNonNull(entry.statement);
    return normalizer.isPlannable()
        ? new ParsedStatement(
            statement, text, 0, new TakenLiterals(entry.form, normalizer.values()))
        : new ParsedStatement(statement, text, 0);
  }

  /** Remembers that statements of that form do not work with their literals taken out. */
  void keepVerbatim(NormalForm form) {
    if (!form.kinds().isEmpty()) {
      parsed.put(form.key(), new Parsed(null, form));
    }
  }

  /** Whether a plan of a statement is kept that holds for a catalog. */
  boolean knowsPlan(
      NormalForm form, List<? extends @Nullable SqlType> types, Object settings, Catalog catalog) {
    CachedPlan plan = planned.peek(new PlanKey(form.key(), types, settings));
    return plan != null && plan.holds(catalog);
  }

  /** The plan of a statement if one is known that holds for a catalog. */
  @Nullable CachedPlan plan(
      NormalForm form, List<? extends @Nullable SqlType> types, Object settings, Catalog catalog) {
    return planned.get(new PlanKey(form.key(), types, settings), plan -> plan.holds(catalog));
  }

  void keep(
      NormalForm form, List<? extends @Nullable SqlType> types, Object settings, CachedPlan plan) {
    planned.put(new PlanKey(form.key(), types, settings), plan);
  }

  /** What statements took. */
  public StatementTimes times() {
    return times;
  }

  /** Whether the text's syntax tree is kept. */
  boolean knows(String text, Normalizer normalizer, InsertRows inserts) {
    if (inserts.read(text)) {
      return parsed.peek(inserts.form().key()) != null;
    }
    return normalizer.read(text, true) && parsed.peek(normalizer) != null;
  }

  /** The results of statements that are run again and again. */
  ResultCache results() {
    return results;
  }

  /** How the caches do, by the names that SHOW knows. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    counts.put("parse_cache_hits", parsed.hits());
    counts.put("parse_cache_misses", parsed.misses());
    counts.put("parse_cache_size", (long) parsed.size());
    counts.put("plan_cache_hits", planned.hits());
    counts.put("plan_cache_misses", planned.misses());
    counts.put("plan_cache_size", (long) planned.size());
    counts.put("result_cache_hits", results.hits());
    counts.put("result_cache_size", (long) results.size());
    counts.put("result_cache_bytes", results.bytes());
    return counts;
  }
}
