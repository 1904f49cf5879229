package dev.headrace.engine.statement;

import dev.headrace.model.Notice;
import dev.headrace.model.Notice.Severity;
import java.util.List;
import java.util.Locale;

/** {@code client_min_messages}: which notices a client is told of. Errors are always told. */
final class MessageLevel {
  static final String PARAMETER = "client_min_messages";
  static final String INITIAL = "notice";

  /** From all messages to the fewest. */
  private static final List<String> LEVELS =
      List.of(
          "debug5", "debug4", "debug3", "debug2", "debug1", "log", "info", "notice", "warning",
          "error");

  private MessageLevel() {}

  /** A level as it is kept. */
  static String checked(String name, String value) {
    String level = value.strip().toLowerCase(Locale.ROOT);
    if (level.equals("debug")) {
      return "debug2";
    }
    if (!LEVELS.contains(level)) {
      String known = String.join(", ", LEVELS.stream().filter(l -> !l.equals("info")).toList());
      throw KnownParameters.invalid(name, value).withHint("Available values: " + known + ".");
    }
    return level;
  }

  /** The notices among some that a client wants who has set a level. */
  static List<Notice> wanted(List<Notice> notices, String level) {
    return notices.stream().filter(notice -> isWanted(notice.severity(), level)).toList();
  }

  private static boolean isWanted(Severity severity, String level) {
    int wanted = LEVELS.indexOf(level);
    return switch (severity) {
      case WARNING -> wanted <= LEVELS.indexOf("warning");
      case NOTICE -> wanted <= LEVELS.indexOf("notice");
      case INFO -> true;
      case LOG -> wanted <= LEVELS.indexOf("log");
      case DEBUG -> wanted <= LEVELS.indexOf("debug1");
    };
  }
}
