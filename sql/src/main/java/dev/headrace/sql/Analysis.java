package dev.headrace.sql;

import dev.headrace.ir.Determinism;
import dev.headrace.ir.Rel;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** What belongs to the planning of one statement. */
final class Analysis {
  private final Catalog catalog;
  private final SourceText source;
  private final Parameters parameters;
  private final Coercion coercion;
  private final Set<String> relations = new LinkedHashSet<>();
  private final References references = new References();
  private final @Nullable List<PlannedLocking> locking;
  private int frames;

  Analysis(Catalog catalog, SourceText source, List<? extends @Nullable SqlType> declared) {
    this(catalog, source, declared, null);
  }

  /**
   * @param locking takes the queries that lock their rows; null where none may
   */
  Analysis(
      Catalog catalog,
      SourceText source,
      List<? extends @Nullable SqlType> declared,
      @Nullable List<PlannedLocking> locking) {
    this.locking = locking;
    this.catalog = catalog;
    this.source = source;
    this.parameters = new Parameters(declared);
    this.coercion = new Coercion(source, parameters);
  }

  Catalog catalog() {
    return catalog;
  }

  /** Whether rows are known to be the same however often the statement computes them. */
  boolean isRepeatable(Rel rel) {
    return new Determinism(this::isStored).of(rel);
  }

  // a view may call VOLATILE functions
  private boolean isStored(Rel.Scan scan) {
    return catalog
        .relation(scan.relation())
        .map(relation -> relation.kind() != Relation.Kind.VIEW)
        .orElse(true);
  }

  SourceText source() {
    return source;
  }

  Parameters parameters() {
    return parameters;
  }

  Coercion coercion() {
    return coercion;
  }

  Set<String> relations() {
    return relations;
  }

  /** What of the catalog the text names, and where. */
  References references() {
    return references;
  }

  /** The queries that lock their rows, so far; null where none may. */
  @Nullable List<PlannedLocking> locking() {
    return locking;
  }

  /** The number of a FROM, or of a list of values, of its own. */
  int nextFrame() {
    if (frames == OuterColumns.MAX_FRAMES) {
      throw new SqlException(ErrorCode.STATEMENT_TOO_COMPLEX, "query has too many subqueries")
          .withHint("A query can have " + OuterColumns.MAX_FRAMES + ".");
    }
    return frames++;
  }

  SqlException error(ErrorCode code, String message, SqlNode place) {
    return source.error(code, message, place);
  }

  SqlException error(ErrorCode code, String message, SqlParserPos place) {
    return source.error(code, message, place);
  }

  SqlException unsupported(String feature, SqlNode place) {
    return source.unsupported(feature, place);
  }
}
