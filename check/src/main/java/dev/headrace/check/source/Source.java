package dev.headrace.check.source;

import java.util.List;

/** Knows what the statements for one database take and give. */
public interface Source extends AutoCloseable {
  /** Begins with what takes time, on another thread: there will be statements to describe. */
  void start();

  /**
   * Describes statements, together because of the way to a database and back.
   *
   * @return an answer for each, in their order
   * @throws SourceException if it cannot answer at all
   */
  List<Answer> describe(List<Question> questions);

  /** Changes when the schema does. */
  Fingerprint fingerprint();

  @Override
  void close();
}
