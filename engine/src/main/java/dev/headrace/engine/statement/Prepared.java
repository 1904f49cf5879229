package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.SearchPath;
import dev.headrace.model.ColumnOrigin;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import dev.headrace.sql.ParsedStatement;
import dev.headrace.sql.Statement;
import dev.headrace.sql.lexer.TakenLiterals;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that has been looked at once and can be run with different parameters. It is planned
 * again when something that its plan was made of has been defined anew since.
 */
public final class Prepared {
  private ParsedStatement parsed;
  private final List<@Nullable SqlType> declaredTypes;
  private @Nullable CachedPlan plan;
  private Object settings = List.of();
  private @Nullable CachedPlan planOfLastRun;
  // what its target's name meant in a catalog, by a search path
  private @Nullable BaseRelation target;
  private long targetVersion;
  private @Nullable SearchPath targetPath;
  private String targetName = "";
  private List<Field> fields = List.of();
  private List<SqlType> parameterTypes = List.of();

  Prepared(ParsedStatement parsed, List<@Nullable SqlType> declaredTypes) {
    this.parsed = parsed;
    this.declaredTypes = declaredTypes;
  }

  public ParsedStatement parsed() {
    return parsed;
  }

  List<@Nullable SqlType> declaredTypes() {
    return declaredTypes;
  }

  @Nullable CachedPlan plan() {
    return plan;
  }

  /** What its plan depends on besides the catalog. */
  Object settings() {
    return settings;
  }

  /** It is about to be planned with these settings. */
  void plannedWith(Object newSettings) {
    settings = newSettings;
  }

  /** Takes a plan, whose last parameters are the literals that were taken out of the text. */
  void planned(CachedPlan newPlan) {
    this.plan = newPlan;
    this.fields = newPlan.fields();
    List<SqlType> all = newPlan.parameterTypes();
    this.parameterTypes = all.subList(0, all.size() - literals().size());
  }

  /** The values of the literals that were taken out of the text. */
  List<@Nullable Object> literals() {
    TakenLiterals taken = parsed.literals();
    return taken == null ? List.of() : taken.values();
  }

  /** Notes that it is run with a plan; returns whether it was the last time, too. */
  @SuppressWarnings("ReferenceEquality")
  boolean isRunAgain(CachedPlan current) {
    boolean again = planOfLastRun == current;
    planOfLastRun = current;
    return again;
  }

  /** Other values of theirs to run the statement with. */
  List<List<@Nullable Object>> furtherLiterals() {
    TakenLiterals taken = parsed.literals();
    return taken == null ? List.of() : taken.further();
  }

  /** Goes on with the statement as it was parsed from its text as it stands. */
  void readAgain(ParsedStatement verbatim) {
    this.parsed = verbatim;
    this.plan = null;
  }

  /** Whether running it gives rows, be it none. */
  public boolean returnsRows() {
    return !fields.isEmpty() || parsed.statement() instanceof Statement.Select;
  }

  void described(List<Field> resultFields, List<SqlType> types) {
    this.fields = resultFields;
    this.parameterTypes = types;
  }

  /** Columns of its result; empty if it has none. */
  public List<Field> fields() {
    return fields;
  }

  /** Layout of its result's rows. */
  RowLayout layout() {
    CachedPlan known = plan;
    return known == null ? RowLayout.of(fields) : known.resultLayout();
  }

  /** For each column of its result the column of a relation that it shows as it is. */
  public List<ColumnOrigin> origins() {
    CachedPlan known = plan;
    return known == null ? List.of() : known.plan().origins();
  }

  /**
   * The table that it changes.
   *
   * @param names what names mean now
   * @param written the table's name in the statement
   */
  @SuppressWarnings("ReferenceEquality")
  BaseRelation target(Names names, String written) {
    BaseRelation known = target;
    if (known != null
        && names.catalog().version() == targetVersion
        && names.path() == targetPath
        && written.equals(targetName)) {
      return known;
    }
    BaseRelation found = StatementPlanner.table(names, written, "change");
    target = found;
    targetVersion = names.catalog().version();
    targetPath = names.path();
    targetName = written;
    return found;
  }

  /** Types of its parameters. */
  public List<SqlType> parameterTypes() {
    return parameterTypes;
  }
}
