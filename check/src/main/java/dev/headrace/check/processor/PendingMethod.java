package dev.headrace.check.processor;

import dev.headrace.check.GenerateRecord;
import dev.headrace.check.source.Answer;
import dev.headrace.check.source.Question;
import java.util.Objects;
import java.util.Optional;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/** A method whose statement is being asked about. */
final class PendingMethod {
  private final ProcessingEnvironment environment;
  private final TypeElement type;
  private final ExecutableElement method;
  private final Report report;
  private final PendingHandlers handlers;
  private final @Nullable MethodChecker checker;
  private @Nullable Problem problem;
  private @Nullable Answer answer;

  private PendingMethod(
      ProcessingEnvironment environment,
      TypeElement type,
      ExecutableElement method,
      Report report,
      PendingHandlers handlers,
      @Nullable MethodChecker checker,
      @Nullable Problem problem) {
    this.environment = environment;
    this.type = type;
    this.method = method;
    this.report = report;
    this.handlers = handlers;
    this.checker = checker;
    this.problem = problem;
  }

  static PendingMethod of(
      ProcessingEnvironment environment,
      TypeElement type,
      ValueTypes types,
      ExecutableElement method,
      AnnotatedStatement annotated) {
    AnnotatedStatement statement = annotated;
    Report report = new Report(environment, type, method, statement);
    PendingHandlers handlers = PendingHandlers.of(environment, type, method);
    try {
      if (statement.file() != null) {
        statement = statement.withText(StatementFiles.read(environment, type, statement.file()));
        report = new Report(environment, type, method, statement);
      }
      if (statement.several()) {
        throw new Problem("a method has one statement, not several", -1, "Take one of them away.");
      }
      Accessible.require(environment.getElementUtils(), types, method);
      Report warnings = report;
      MethodChecker checker =
          new MethodChecker(
              types,
              method,
              statement.role(),
              statement.sql(),
              statement.notNull(),
              (text, index) ->
                  warnings.print(Diagnostic.Kind.MANDATORY_WARNING, new Problem(text, index)));
      return new PendingMethod(environment, type, method, report, handlers, checker, null);
    } catch (Problem problem) {
      return new PendingMethod(environment, type, method, report, handlers, null, problem);
    }
  }

  /** Whether there is something to ask about it. */
  boolean asks() {
    return checker != null;
  }

  Question question() {
    return Objects.requireNonNull(checker).question();
  }

  void answer(@Nullable Answer given) {
    answer = given;
  }

  /** There is no answer for it. */
  void refuse(Problem given) {
    problem = given;
  }

  /** Writes the record that is wanted for its rows, if it is not there yet; whether it did. */
  boolean writeRecord(GeneratedRecords records) {
    if (problem != null
        || checker == null
        || method.getAnnotation(GenerateRecord.class) == null
        || !(answer instanceof Answer.Described described)) {
      return false;
    }
    try {
      return records.write(
          environment,
          new GeneratedRecords.Wish(
              type,
              method,
              MethodChecker.row(method),
              report.place(),
              checker.components(described.description()),
              checker.text()));
    } catch (Problem found) {
      problem = found;
      return false;
    }
  }

  /**
   * If it is wrong, writes something in place of the record that is wanted for its rows, unless
   * that is there; whether it did.
   */
  boolean writeEmptyRecord(GeneratedRecords records) {
    boolean right = problem == null && answer instanceof Answer.Described;
    if (right || method.getAnnotation(GenerateRecord.class) == null) {
      return false;
    }
    try {
      return records.writeEmpty(environment, type, method);
    } catch (Problem found) {
      problem = problem == null ? found : problem;
      return false;
    }
  }

  /**
   * Reports what is wrong with it; empty if anything is, or if nothing is known.
   *
   * @param records those that could not be made are wrong, not what has to do with them
   */
  Optional<CheckedMethod> check(GeneratedRecords records) {
    try {
      if (problem != null) {
        throw problem;
      }
      if (answer instanceof Answer.Described && records.isConcerned(method)) {
        return Optional.empty();
      }
      if (checker == null || answer == null) {
        return Optional.empty();
      }
      CheckedMethod checked = checker.check(answer);
      return answer instanceof Answer.Described described
          ? handlers.check(described.description()).map(checked::with)
          : Optional.empty();
    } catch (Problem found) {
      report.print(Diagnostic.Kind.ERROR, found);
      return Optional.empty();
    }
  }
}
