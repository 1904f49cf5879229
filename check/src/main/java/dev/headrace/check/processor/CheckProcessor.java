package dev.headrace.check.processor;

import dev.headrace.check.Batch;
import dev.headrace.check.Database;
import dev.headrace.check.Query;
import dev.headrace.check.Update;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
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
  private @Nullable Schemas schemas;

  /** For the compiler, which finds it as a service. */
  public CheckProcessor() {}

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of(Query.class.getName(), Update.class.getName(), Batch.class.getName());
  }

  @Override
  public Set<String> getSupportedOptions() {
    return Set.of(Schemas.OPTION);
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latest();
  }

  @Override
  public synchronized void init(ProcessingEnvironment environment) {
    super.init(environment);
    schemas = new Schemas(environment.getOptions().getOrDefault(Schemas.OPTION, ""));
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    Map<String, TypeElement> types = new LinkedHashMap<>();
    for (TypeElement annotation : annotations) {
      for (Element method : round.getElementsAnnotatedWith(annotation)) {
        if (method.getEnclosingElement() instanceof TypeElement type) {
          types.put(type.getQualifiedName().toString(), type);
        }
      }
    }
    types.keySet().stream().sorted().map(types::get).forEach(this::check);
    if (round.processingOver() && schemas != null) {
      schemas.close();
    }
    return false;
  }

  private void check(TypeElement type) {
    if (!isImplementable(type)) {
      return;
    }
    List<CheckedMethod> checked = new ArrayList<>();
    boolean right = true;
    for (ExecutableElement inherited : inherited(type)) {
      error(
          type,
          "method %s of %s has no statement here: declare it again with one, or make it default"
              .formatted(inherited.getSimpleName(), inherited.getEnclosingElement()));
      right = false;
    }
    for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
      Optional<AnnotatedStatement> statement = AnnotatedStatement.of(method);
      if (statement.isPresent()) {
        CheckedMethod known = check(type, method, statement.get());
        if (known == null) {
          right = false;
        } else {
          checked.add(known);
        }
      } else if (method.getModifiers().contains(Modifier.ABSTRACT)) {
        error(
            method,
            "method "
                + method.getSimpleName()
                + " has no statement: add @Query, @Update or @Batch, or make it default");
        right = false;
      }
    }
    if (right) {
      write(type, checked);
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

  private @Nullable CheckedMethod check(
      TypeElement type, ExecutableElement method, AnnotatedStatement statement) {
    Database database = type.getAnnotation(Database.class);
    Report report = new Report(processingEnv, type, method, statement);
    try {
      if (statement.several()) {
        throw new Problem("a method has one statement, not several", -1, "Take one of them away.");
      }
      MethodChecker checker =
          new MethodChecker(
              method,
              statement.role(),
              statement.sql(),
              statement.notNull(),
              (text, index) ->
                  report.print(Diagnostic.Kind.MANDATORY_WARNING, new Problem(text, index)));
      Accessible.require(processingEnv.getElementUtils(), method);
      return checker.check(
          Objects.requireNonNull(schemas).session(database == null ? "" : database.value()));
    } catch (Problem problem) {
      report.print(Diagnostic.Kind.ERROR, problem);
      return null;
    }
  }

  private void write(TypeElement type, List<CheckedMethod> methods) {
    String packageName =
        processingEnv.getElementUtils().getPackageOf(type).getQualifiedName().toString();
    String qualified = type.getQualifiedName().toString();
    String own = packageName.isEmpty() ? qualified : qualified.substring(packageName.length() + 1);
    String className = own.replace('.', '_') + "Jdbc";
    String fullName = packageName.isEmpty() ? className : packageName + "." + className;
    String code = new ClassWriter(type, className, methods).write(processingEnv.getElementUtils());
    try (Writer writer = processingEnv.getFiler().createSourceFile(fullName, type).openWriter()) {
      writer.write(code);
    } catch (IOException e) {
      error(type, "cannot write " + fullName + ": " + e);
    }
  }

  /**
   * The annotation of a method.
   *
   * @param mirror the annotation
   * @param value its statement
   * @param several whether there is another one
   */
  record AnnotatedStatement(
      MethodChecker.Role role,
      String sql,
      List<String> notNull,
      AnnotationMirror mirror,
      AnnotationValue value,
      boolean several) {
    private static final Map<String, MethodChecker.Role> ROLES =
        Map.of(
            Query.class.getName(), MethodChecker.Role.QUERY,
            Update.class.getName(), MethodChecker.Role.UPDATE,
            Batch.class.getName(), MethodChecker.Role.BATCH);

    static Optional<AnnotatedStatement> of(ExecutableElement method) {
      List<AnnotatedStatement> all = new ArrayList<>();
      for (AnnotationMirror mirror : method.getAnnotationMirrors()) {
        MethodChecker.Role role = ROLES.get(mirror.getAnnotationType().toString());
        AnnotationValue value = role == null ? null : value(mirror);
        if (role != null && value != null) {
          Query query = method.getAnnotation(Query.class);
          List<String> notNull = query == null ? List.of() : List.of(query.notNull());
          String sql = String.valueOf(value.getValue());
          all.add(new AnnotatedStatement(role, sql, notNull, mirror, value, !all.isEmpty()));
        }
      }
      return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    private static @Nullable AnnotationValue value(AnnotationMirror mirror) {
      for (var entry : mirror.getElementValues().entrySet()) {
        if (entry.getKey().getSimpleName().contentEquals("value")) {
          return entry.getValue();
        }
      }
      return null;
    }
  }
}
