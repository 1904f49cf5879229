package dev.headrace.engine.statement;

import dev.headrace.engine.system.BuiltInExtension;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Notice;
import dev.headrace.model.SqlException;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** CREATE and DROP EXTENSION: what is built in is there, and nothing else can be. */
final class Extensions {
  private Extensions() {}

  static Outcome.Done create(Statement.CreateExtension create) {
    String quoted = SqlException.quote(create.name());
    if (BuiltInExtension.named(create.name()).isEmpty()) {
      throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED, "extension " + quoted + " is not available")
          .withHint("There is only what is built in: " + names() + ".");
    }
    String exists = "extension " + quoted + " already exists";
    if (!create.ifNotExists()) {
      throw new SqlException(ErrorCode.DUPLICATE_OBJECT, exists);
    }
    return Outcome.Done.of("CREATE EXTENSION")
        .with(
            Notice.of(
                Notice.Severity.NOTICE,
                ErrorCode.DUPLICATE_OBJECT.sqlState(),
                exists + ", skipping"));
  }

  private static String names() {
    return Arrays.stream(BuiltInExtension.values())
        .map(BuiltInExtension::extensionName)
        .collect(Collectors.joining(", "));
  }

  static Outcome.Done drop(Statement.DropExtension drop) {
    List<Notice> notices = new ArrayList<>();
    for (String name : drop.names()) {
      String extension = "extension " + SqlException.quote(name);
      String missing = extension + " does not exist";
      if (BuiltInExtension.named(name).isPresent()) {
        throw new SqlException(
            ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
            "cannot drop " + extension + " because it is required by the database system");
      }
      if (!drop.ifExists()) {
        throw new SqlException(ErrorCode.UNDEFINED_OBJECT, missing);
      }
      notices.add(Notice.of(missing + ", skipping"));
    }
    return new Outcome.Done("DROP EXTENSION", -1, notices);
  }
}
