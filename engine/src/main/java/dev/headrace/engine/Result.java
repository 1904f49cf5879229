package dev.headrace.engine;

/** What a statement came to. */
public sealed interface Result permits Command, QueryResult {
  /** As PostgreSQL's command tags, for example {@code INSERT 0 3} or {@code SELECT 2}. */
  String tag();
}
