package dev.headrace.engine;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Database;
import dev.headrace.engine.database.IndexCheck;
import dev.headrace.engine.database.MaterializedView;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.SystemRelation;
import dev.headrace.engine.database.View;
import dev.headrace.engine.database.ViewDefinition;
import dev.headrace.model.SqlException;
import dev.headrace.sql.BoundText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Checks that what follows from other data does: indexes from tables, views from their queries. */
final class Check {
  private final Database database;
  private final Session session;

  Check(Database database, Session session) {
    this.database = database;
    this.session = session;
  }

  List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    IndexCheck indexes = new IndexCheck(database);
    for (Relation relation : database.catalog().relations()) {
      switch (relation) {
        case BaseRelation base -> {
          if (base.kind() == BaseRelation.Kind.TABLE) {
            findings.add(finding(base.name(), indexes.check(base)));
          }
        }
        case MaterializedView view -> {
          Optional<String> wrong = indexes.check(view);
          findings.add(wrong.isEmpty() ? check(view) : finding(view.name(), wrong));
        }
        case View view -> {}
        case SystemRelation system -> {}
        case ViewDefinition view -> {}
      }
    }
    return findings;
  }

  private static Finding finding(String name, Optional<String> wrong) {
    return new Finding(
        name, wrong.isEmpty() ? Finding.Outcome.RIGHT : Finding.Outcome.WRONG, wrong.orElse(""));
  }

  private Finding check(MaterializedView view) {
    Optional<String> source = source(view, new HashSet<>());
    if (source.isPresent()) {
      return notChecked(view, "it reads source " + source.get() + ", whose rows are not stored");
    }
    String rows = "SELECT * FROM " + BoundText.name(view.name());
    // the text may end with a comment
    String query = "(" + view.text() + "\n)";
    String sql =
        "SELECT count(*) FROM ("
            + "(("
            + rows
            + ") EXCEPT ALL "
            + query
            + ")"
            + " UNION ALL "
            + "("
            + query
            + " EXCEPT ALL ("
            + rows
            + "))) AS difference";
    try {
      long different = (Long) Objects.requireNonNull(session.query(sql).single());
      return finding(
          view.name(),
          different == 0
              ? Optional.empty()
              : Optional.of(different + " rows differ from what its query gives"));
    } catch (SqlException e) {
      return notChecked(view, "its query fails: " + e.message());
    }
  }

  private static Finding notChecked(MaterializedView view, String why) {
    return new Finding(view.name(), Finding.Outcome.NOT_CHECKED, why);
  }

  private Optional<String> source(Relation relation, Set<String> seen) {
    Set<String> read =
        switch (relation) {
          case BaseRelation _, SystemRelation _ -> Set.of();
          case View view -> view.relations();
          case MaterializedView view -> view.relations();
          case ViewDefinition view -> view.relations();
        };
    if (relation instanceof BaseRelation base && base.kind() == BaseRelation.Kind.SOURCE) {
      return Optional.of(base.name());
    }
    for (String name : read) {
      if (seen.add(name)) {
        Optional<String> source =
            database.catalog().relation(name).flatMap(inner -> source(inner, seen));
        if (source.isPresent()) {
          return source;
        }
      }
    }
    return Optional.empty();
  }
}
