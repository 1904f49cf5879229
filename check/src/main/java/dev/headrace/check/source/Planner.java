package dev.headrace.check.source;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.Options;
import dev.headrace.engine.Session;
import dev.headrace.engine.input.InertConnector;
import dev.headrace.model.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The embedded planner, on a database in memory that has a schema and no rows. */
final class Planner implements AutoCloseable {
  /** As many statements as are worth another thread. */
  private static final int FOR_EACH = 16;

  private static final String SEARCH_PATH = "search_path";

  private final Headrace headrace;
  private final Session session;

  Planner() {
    headrace =
        Headrace.inMemory(
            Options.defaults()
                .withConnector(InertConnector.named("file"))
                .withConnector(InertConnector.named("generator")));
    session = headrace.connect();
  }

  /** Runs definitions. */
  void execute(String sql) {
    session.execute(sql);
  }

  /** Describes statements, on several processors if they are many. */
  List<Answer> describe(List<Question> questions) {
    int threads =
        Math.clamp(questions.size() / FOR_EACH, 1, Runtime.getRuntime().availableProcessors());
    if (threads == 1) {
      return questions.stream().map(question -> describe(session, question)).toList();
    }
    String path = session.parameter(SEARCH_PATH);
    List<Callable<List<Answer>>> parts = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      List<Question> part =
          questions.subList(questions.size() * i / threads, questions.size() * (i + 1) / threads);
      parts.add(() -> describe(part, path));
    }
    // threads of its own have the class loader of the processor
    try (ExecutorService executor =
        Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory())) {
      List<Answer> answers = new ArrayList<>();
      for (Future<List<Answer>> part : executor.invokeAll(parts)) {
        answers.addAll(part.get());
      }
      return answers;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private List<Answer> describe(List<Question> questions, String path) {
    try (Session own = headrace.connect()) {
      if (!own.parameter(SEARCH_PATH).equals(path)) {
        own.execute("SELECT set_config('search_path', $1, false)", path);
      }
      return questions.stream().map(question -> describe(own, question)).toList();
    }
  }

  private static Answer describe(Session session, Question question) {
    try {
      return new Answer.Described(
          session.describe(
              question.sql(), parameter -> !question.nullable().contains(parameter + 1)));
    } catch (SqlException e) {
      SqlException.Position place = e.position();
      return new Answer.Refused(
          e.message(),
          place == null ? 0 : index(question.sql(), place.offset()),
          e.hint() != null ? e.hint() : e.detail());
    }
  }

  /** The index of a place that is counted from 1, in code points. */
  static int index(String sql, int position) {
    int codePoints = sql.codePointCount(0, sql.length());
    return sql.offsetByCodePoints(0, Math.clamp(position - 1L, 0, codePoints));
  }

  @Override
  public void close() {
    session.close();
    headrace.close();
  }
}
