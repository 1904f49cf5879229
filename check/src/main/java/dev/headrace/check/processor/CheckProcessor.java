package dev.headrace.check.processor;

import dev.headrace.check.Batch;
import dev.headrace.check.Database;
import dev.headrace.check.GenerateRecord;
import dev.headrace.check.OnConstraint;
import dev.headrace.check.Query;
import dev.headrace.check.QueryFile;
import dev.headrace.check.Update;
import dev.headrace.check.source.Answer;
import dev.headrace.check.source.Question;
import dev.headrace.check.source.Settings;
import dev.headrace.check.source.SourceException;
import dev.headrace.check.source.Sources;
import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/** Checks the statements of interfaces and writes what implements them. */
public final class CheckProcessor extends AbstractProcessor {
  private @Nullable Sources sources;
  private final boolean given;
  private final Map<String, Boolean> classes = new HashMap<>();
  private final GeneratedRecords records = new GeneratedRecords();

  /** Interfaces that the next round checks, because records are there then. */
  private final Set<String> deferred = new TreeSet<>();

  /** For each database, what is known of their statements. */
  private final Map<String, Map<Question, Answer>> answers = new HashMap<>();

  /** For each database that cannot be used, why. */
  private final Map<String, Problem> failures = new HashMap<>();

  /** For the compiler, which finds it as a service. */
  public CheckProcessor() {
    given = false;
  }

  /**
   * With sources that somebody else has opened, and closes.
   *
   * @param sources instead of those that the compiler's options name
   */
  public CheckProcessor(Sources sources) {
    this.sources = sources;
    given = true;
  }

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of(
        Query.class.getName(),
        QueryFile.class.getName(),
        Update.class.getName(),
        Batch.class.getName(),
        OnConstraint.class.getName(),
        OnConstraint.All.class.getCanonicalName(),
        GenerateRecord.class.getName());
  }

  @Override
  public Set<String> getSupportedOptions() {
    return Settings.OPTIONS;
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latest();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    Map<String, TypeElement> types = new TreeMap<>();
    for (TypeElement annotation : annotations) {
      for (Element method : round.getElementsAnnotatedWith(annotation)) {
        if (method.getEnclosingElement() instanceof TypeElement type) {
          types.put(type.getQualifiedName().toString(), type);
        }
      }
    }
    types.values().removeIf(type -> !isImplementable(type));
    for (String name : deferred) {
      types.put(name, processingEnv.getElementUtils().getTypeElement(name));
    }
    deferred.clear();
    if (!types.isEmpty()) {
      start(types.values());
      check(types.values().stream().map(this::read).toList(), round.processingOver());
    }
    if (round.processingOver() && sources != null && !given) {
      finish(sources, round);
    }
    return false;
  }

  /** Lets sources begin while this thread reads the interfaces. */
  private void start(Collection<TypeElement> types) {
    Sources begun;
    try {
      begun = sources();
    } catch (SourceException _) {
      return; // which is thrown again where there is a statement to report it at
    }
    Set<String> databases = new TreeSet<>();
    types.forEach(type -> databases.add(database(type)));
    databases.forEach(begun::start);
  }

  private static String database(TypeElement type) {
    Database database = type.getAnnotation(Database.class);
    return database == null ? "" : database.value();
  }

  private void finish(Sources opened, RoundEnvironment round) {
    try (opened) {
      if (!round.errorRaised()) {
        opened.finish();
      }
    } catch (SourceException e) {
      processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, e.text());
    }
  }

  /**
   * Asks about all statements together, then checks one interface after the other, or has that done
   * by the next round if a record was missing.
   *
   * @param over whether it is too late for new sources
   */
  private void check(List<PendingInterface> interfaces, boolean over) {
    interfaces.stream()
        .collect(
            Collectors.groupingBy(PendingInterface::database, TreeMap::new, Collectors.toList()))
        .forEach(this::ask);
    boolean written = false;
    for (PendingInterface each : interfaces) {
      for (PendingMethod method : each.methods()) {
        written |= method.writeRecord(records);
      }
    }
    for (PendingInterface each : interfaces) {
      for (PendingMethod method : each.methods()) {
        written |= method.writeEmptyRecord(records);
      }
    }
    if (written) {
      interfaces.forEach(each -> deferred.add(each.type().getQualifiedName().toString()));
      return;
    }
    answers.clear();
    failures.clear();
    interfaces.forEach(PendingInterface::reportFailures);
    for (PendingInterface each : interfaces) {
      Optional<List<CheckedMethod>> checked = each.check(records);
      if (checked.isPresent() && !over) {
        write(each.type(), each.types(), checked.get());
      }
    }
  }

  private void ask(String database, List<PendingInterface> interfaces) {
    Map<Question, Answer> known = answers.computeIfAbsent(database, _ -> new HashMap<>());
    List<PendingMethod> methods =
        interfaces.stream()
            .flatMap(each -> each.methods().stream())
            .filter(PendingMethod::asks)
            .toList();
    List<Question> questions =
        methods.stream()
            .map(PendingMethod::question)
            .filter(question -> !known.containsKey(question))
            .distinct()
            .toList();
    if (methods.isEmpty()) {
      return;
    }
    try {
      List<Answer> given =
          questions.isEmpty() || failures.containsKey(database)
              ? List.of()
              : sources().describe(database, questions);
      for (int i = 0; i < given.size(); i++) {
        known.put(questions.get(i), given.get(i));
      }
      methods.forEach(each -> each.answer(known.get(each.question())));
    } catch (SourceException e) {
      failures.put(database, new Problem(e.text(), -1, e.hint()));
    }
    Problem failure = failures.get(database);
    if (failure != null) {
      methods.getFirst().refuse(failure);
    }
  }

  private Sources sources() {
    if (sources == null) {
      sources =
          new Sources(
              Settings.of(processingEnv.getOptions(), System.getenv()),
              warning ->
                  processingEnv.getMessager().printMessage(Diagnostic.Kind.WARNING, warning));
    }
    return sources;
  }

  private PendingInterface read(TypeElement type) {
    ValueTypes values =
        new ValueTypes(processingEnv.getTypeUtils(), processingEnv.getElementUtils(), type);
    PendingInterface pending = new PendingInterface(type, database(type), values);
    try {
      values.readConverters();
    } catch (Problem problem) {
      String hint = problem.hint() == null ? "" : "\n  " + problem.hint();
      pending.fail(() -> error(type, problem.text() + hint));
      return pending;
    }
    for (ExecutableElement inherited : inherited(type)) {
      String message =
          "method %s of %s has no statement here: declare it again with one, or make it default"
              .formatted(inherited.getSimpleName(), inherited.getEnclosingElement());
      pending.fail(() -> error(type, message));
    }
    for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
      Optional<AnnotatedStatement> statement = AnnotatedStatement.of(method);
      if (statement.isPresent()) {
        pending.add(PendingMethod.of(processingEnv, type, values, method, statement.get()));
      } else {
        requireStatement(method, pending);
      }
    }
    return pending;
  }

  /** What is wrong with a method without a statement, if anything is. */
  private void requireStatement(ExecutableElement method, PendingInterface pending) {
    if (method.getModifiers().contains(Modifier.ABSTRACT)) {
      pending.fail(
          () ->
              error(
                  method,
                  "method "
                      + method.getSimpleName()
                      + " has no statement: add @Query, @QueryFile, @Update or @Batch, or make it"
                      + " default"));
    } else if (!Handler.of(method).isEmpty()) {
      pending.fail(() -> error(method, "@OnConstraint belongs to a method with a statement"));
    } else if (method.getAnnotation(GenerateRecord.class) != null) {
      pending.fail(() -> error(method, "@GenerateRecord belongs to a method with a statement"));
    }
  }

  /** Whether a class can implement it. */
  private boolean isImplementable(TypeElement type) {
    if (type.getKind() != ElementKind.INTERFACE) {
      error(type, "statements belong to methods of an interface");
      return false;
    }
    if (!type.getTypeParameters().isEmpty()) {
      error(type, "an interface with statements cannot have type parameters");
      return false;
    }
    for (Element each = type; each instanceof TypeElement; each = each.getEnclosingElement()) {
      if (each.getModifiers().contains(Modifier.PRIVATE)) {
        error(type, "an interface with statements cannot be private: a class implements it");
        return false;
      }
    }
    return true;
  }

  /** What it is to implement besides its own methods. */
  private List<ExecutableElement> inherited(TypeElement type) {
    return ElementFilter.methodsIn(processingEnv.getElementUtils().getAllMembers(type)).stream()
        .filter(method -> method.getModifiers().contains(Modifier.ABSTRACT))
        .filter(method -> !type.equals(method.getEnclosingElement()))
        .toList();
  }

  private void error(Element element, String message) {
    processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, message, element);
  }

  private void write(TypeElement type, ValueTypes types, List<CheckedMethod> methods) {
    String packageName =
        processingEnv.getElementUtils().getPackageOf(type).getQualifiedName().toString();
    String qualified = type.getQualifiedName().toString();
    String own = packageName.isEmpty() ? qualified : qualified.substring(packageName.length() + 1);
    String className = own.replace('.', '_') + "Jdbc";
    String fullName = packageName.isEmpty() ? className : packageName + "." + className;
    Imports imports = new Imports(processingEnv.getElementUtils(), type, classes);
    String code =
        new ClassWriter(type, className, types.conversions(), methods, imports)
            .write(processingEnv.getElementUtils());
    try (Writer writer = processingEnv.getFiler().createSourceFile(fullName, type).openWriter()) {
      writer.write(code);
    } catch (IOException e) {
      error(type, "cannot write " + fullName + ": " + e);
    }
  }
}
