package dev.headrace.engine.definition;

import dev.headrace.engine.database.Names;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Notice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.sql.SqlParser;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** DROP TYPE. */
public final class TypeDropper {
  private final DefinitionContext context;

  public TypeDropper(DefinitionContext context) {
    this.context = context;
  }

  /** Returns notices. */
  public List<Notice> drop(Statement.Drop drop) {
    List<Notice> notices = new ArrayList<>();
    Set<Dropper.Target> targets = new LinkedHashSet<>();
    for (String written : drop.names()) {
      Names names = context.names();
      Optional<SqlType> type = names.type(written);
      Optional<String> schema = names.missingSchema(written);
      if (type.isPresent()) {
        targets.add(new Dropper.Target.OfType(type.get()));
      } else if (SqlParser.isTypeName(written)) {
        throw new SqlException(
            ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
            "cannot drop type " + written + " because it is required by the database system");
      } else if (drop.ifExists()) {
        String missing =
            schema
                .map(s -> "schema " + SqlException.quote(s))
                .orElseGet(() -> "type " + SqlException.quote(written));
        notices.add(Notice.of(missing + " does not exist, skipping"));
      } else {
        context.requireType(written);
      }
    }
    notices.addAll(new Dropper(context).drop(targets, drop.cascade()));
    return notices;
  }
}
