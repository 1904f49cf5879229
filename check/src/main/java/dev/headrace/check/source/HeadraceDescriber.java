package dev.headrace.check.source;

import dev.headrace.check.postgres.PgConnection;
import dev.headrace.check.postgres.PgException;
import dev.headrace.check.postgres.Reply;
import dev.headrace.check.postgres.Request;
import dev.headrace.engine.statement.DescriptionText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Asks Headrace, whose EXPLAIN (DESCRIBE) tells all that there is to know. */
final class HeadraceDescriber implements LiveSource.Describer {
  private final PgConnection connection;

  HeadraceDescriber(PgConnection connection) {
    this.connection = connection;
  }

  @Override
  public List<Answer> describe(List<Question> questions) throws PgException {
    List<Request> requests = new ArrayList<>();
    questions.forEach(q -> requests.add(new Request.Rows(prefix(q) + q.sql())));
    List<Reply> replies = connection.run(requests);
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      answers.add(answer(questions.get(i), replies.get(i)));
    }
    return answers;
  }

  private static String prefix(Question question) {
    String nullable =
        question.nullable().stream().map(String::valueOf).collect(Collectors.joining(","));
    return "EXPLAIN (DESCRIBE, NULLABLE '" + nullable + "') ";
  }

  private static Answer answer(Question question, Reply reply) {
    Reply.ServerError error = reply.error();
    if (error != null) {
      return refused(question, error, prefix(question).length());
    }
    List<String> lines =
        reply.rows().stream().map(row -> Objects.requireNonNull(row.getFirst())).toList();
    try {
      return new Answer.Described(DescriptionText.parse(lines));
    } catch (IllegalArgumentException e) {
      throw new SourceException(
          "the server describes statements in another way: " + e.getMessage(),
          "Use the checker of the server's version.");
    }
  }

  /**
   * What a server has against a statement.
   *
   * @param before how many characters were put before it
   */
  static Answer refused(Question question, Reply.ServerError error, int before) {
    int position = Math.max(1, error.position() - before);
    return new Answer.Refused(
        error.message(),
        Planner.index(question.sql(), position),
        error.hint() != null ? error.hint() : error.detail());
  }

  @Override
  public void close() {}
}
