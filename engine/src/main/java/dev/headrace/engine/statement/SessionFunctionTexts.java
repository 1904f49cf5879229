package dev.headrace.engine.statement;

/** Functions that tell about the session, as text. */
final class SessionFunctionTexts {
  private SessionFunctionTexts() {}

  static String value(String function, SessionParameters session) {
    return switch (function) {
      case "current_user", "session_user", "user", "current_role" ->
          session.get("session_authorization");
      case "current_database", "current_catalog" -> "headrace";
      case "version" -> "PostgreSQL " + SessionParameters.SERVER_VERSION + " (Headrace)";
      default -> session.get(function);
    };
  }
}
