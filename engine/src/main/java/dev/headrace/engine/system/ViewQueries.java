package dev.headrace.engine.system;

import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.Namespace;
import dev.headrace.engine.database.PlannerCatalog;
import dev.headrace.engine.database.SearchPath;
import dev.headrace.sql.BoundText;
import dev.headrace.sql.ObjectName;
import dev.headrace.sql.PlannedQuery;
import dev.headrace.sql.Planner;
import dev.headrace.sql.SqlParser;
import dev.headrace.sql.Statement;
import java.util.List;
import java.util.Optional;

/** The queries of views as texts that mean the same for the search path of who asks. */
final class ViewQueries {
  private final Names names;

  ViewQueries(Names names) {
    this.names = names;
  }

  /** {@code pg_get_viewdef}: every relation is named with its schema unless it is found without. */
  Optional<String> shown(SystemClass view) {
    return view.query().map(text -> shown(view, text));
  }

  private String shown(SystemClass view, String text) {
    if (!(SqlParser.parse(text).getFirst().statement() instanceof Statement.Select select)) {
      return text;
    }
    // the text names what the catalog calls by these names
    SearchPath own = SearchPath.ofTexts(Catalog.inSchema(view.schema().schemaName(), view.name()));
    PlannedQuery query =
        new Planner(new PlannerCatalog(new Names(names.catalog(), own)))
            .query(select.query(), List.of());
    return BoundText.renamed(text, query.references(), this::found);
  }

  /** A name by which an object is found; in {@code public} the search path decides about it. */
  private String found(String name) {
    return names.find(name).filter(name::equals).isPresent() || ObjectName.isQualified(name)
        ? name
        : Namespace.PUBLIC_NAME + "." + name;
  }
}
