package dev.headrace.check.processor;

import dev.headrace.engine.statement.Description;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

/** What a method does about violated constraints, until it is known which there are. */
final class PendingHandlers {
  private final HandlerChecker checker;
  private final List<Handler> handlers;

  /** For each of them. */
  private final List<Report> reports;

  private PendingHandlers(HandlerChecker checker, List<Handler> handlers, List<Report> reports) {
    this.checker = checker;
    this.handlers = handlers;
    this.reports = reports;
  }

  static PendingHandlers of(
      ProcessingEnvironment environment, TypeElement type, ExecutableElement method) {
    List<Handler> handlers = Handler.of(method);
    return new PendingHandlers(
        new HandlerChecker(environment, type, method),
        handlers,
        handlers.stream().map(each -> new Report(environment, type, method, each)).toList());
  }

  /** Reports what is wrong with them; empty if anything is. */
  Optional<List<CheckedMethod.Handling>> check(Description description) {
    List<CheckedMethod.Handling> checked = new ArrayList<>();
    for (int i = 0; i < handlers.size(); i++) {
      try {
        checked.add(checker.check(handlers.get(i), handlers.subList(0, i), description));
      } catch (Problem problem) {
        reports.get(i).print(Diagnostic.Kind.ERROR, problem);
      }
    }
    return checked.size() == handlers.size() ? Optional.of(checked) : Optional.empty();
  }
}
