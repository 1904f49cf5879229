package dev.headrace.check.processor;

import dev.headrace.check.Convert;
import dev.headrace.check.source.Answer;
import dev.headrace.check.source.Question;
import dev.headrace.engine.statement.Description;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.WildcardType;
import org.jspecify.annotations.Nullable;

/** Checks the statement of one method against a database, and the method against the statement. */
final class MethodChecker {
  /** What kind of statement a method is annotated with. */
  enum Role {
    QUERY,
    UPDATE,
    BATCH
  }

  private final ValueTypes types;
  private final ExecutableElement method;
  private final Role role;
  private final List<String> notNull;
  private final BiConsumer<String, Integer> warnings;
  private final @Nullable VariableElement callback;
  private final @Nullable VariableElement batch;
  private final StatementText text;
  private final List<Arguments.Argument> values;

  /**
   * Reads the method and the parameters of its statement.
   *
   * @param notNull columns that are said to be never NULL
   * @param warnings gets texts and the places in the statement that they are about
   * @throws Problem if one of them is wrong
   */
  MethodChecker(
      ValueTypes types,
      ExecutableElement method,
      Role role,
      String sql,
      List<String> notNull,
      BiConsumer<String, Integer> warnings) {
    this.types = types;
    this.method = method;
    this.role = role;
    this.notNull = notNull;
    this.warnings = warnings;
    this.callback = callback(method, role);
    this.batch = role == Role.BATCH ? batchList(method) : null;
    Arguments arguments = new Arguments(types, method, callback, batch);
    this.text = new StatementText(sql, arguments::isList);
    this.values = values(arguments, text);
  }

  /** What a source has to say about the statement. */
  Question question() {
    SortedSet<Integer> nullable = new TreeSet<>();
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).value().nullable()) {
        nullable.add(i + 1);
      }
    }
    return new Question(text.numbered(), nullable);
  }

  /**
   * Compares what it says with the method.
   *
   * @throws Problem if something is wrong
   */
  CheckedMethod check(Answer answer) {
    Description description =
        switch (answer) {
          case Answer.Described known -> known.description();
          case Answer.Refused refused ->
              throw new Problem(refused.message(), text.place(refused.index()), refused.hint());
        };
    requireKind(description);
    checkParameters(description);
    List<CheckedMethod.Binding> bindings = new ArrayList<>();
    for (StatementText.Use use : text.uses()) {
      bindings.add(
          new CheckedMethod.Binding(
              text.names().get(use.number()),
              values.get(use.number()),
              description.parameters().get(use.number()).type()));
    }
    return new CheckedMethod(
        method,
        text.jdbc(),
        bindings,
        role == Role.QUERY ? result(description) : counted(),
        batch == null
            ? null
            : new CheckedMethod.Batch(Names.local(name(batch)), TypeText.of(elementType(batch))),
        List.of());
  }

  /** The columns of the result as components of a record. */
  List<RecordComponents.Component> components(Description description) {
    if (role != Role.QUERY) {
      throw new Problem(
          "a method that changes rows has no record to generate", -1, "Take @GenerateRecord away.");
    }
    requireKind(description);
    return RecordComponents.of(TypeText.simple(row(method)), description.columns(), notNull, text);
  }

  /** Its statement. */
  StatementText text() {
    return text;
  }

  private static String name(VariableElement parameter) {
    return parameter.getSimpleName().toString();
  }

  // ---- parameters

  private static List<Arguments.Argument> values(Arguments arguments, StatementText text) {
    List<Arguments.Argument> values = new ArrayList<>();
    for (StatementText.Use use : text.uses()) {
      if (use.number() == values.size()) {
        values.add(arguments.require(text.names().get(use.number()), use.index()));
      }
    }
    List<String> unused = arguments.unused(values);
    if (!unused.isEmpty()) {
      String first = unused.getFirst();
      throw new Problem(
          "the statement does not use parameter " + first,
          0,
          "Use it in the statement, or take it from the method.");
    }
    return values;
  }

  private void checkParameters(Description description) {
    Set<Integer> seen = new HashSet<>();
    for (StatementText.Use use : text.uses()) {
      if (!seen.add(use.number())) {
        continue;
      }
      Description.Parameter parameter = description.parameters().get(use.number());
      String name = text.names().get(use.number());
      JavaValue value = values.get(use.number()).value();
      SqlType type = parameter.type();
      if (!value.kind().fits(type, value.elementKind())) {
        String wanted = ValueKind.javaName(type);
        throw new Problem(
            "parameter :%s is %s, and %s does not fit".formatted(name, type, value.simpleType()),
            use.index(),
            wanted == null
                ? "Cast it to a type that Java has."
                : value.advice(wanted) + ", or cast it: CAST(:" + name + " AS ...).");
      }
      if (value.nullable() && parameter.notNull().isPresent()) {
        throw new Problem(
            "parameter :%s may be null, and column %s is NOT NULL"
                .formatted(name, parameter.notNull().get()),
            use.index(),
            "Take @Nullable away, or write coalesce(:" + name + ", ...).");
      }
      if (value.nullable() && parameter.ruledOut()) {
        warnings.accept(
            "no row fulfils the condition where parameter :%s is null; IS NOT DISTINCT FROM compares NULLs"
                .formatted(name),
            use.index());
      }
    }
  }

  private static VariableElement batchList(ExecutableElement method) {
    VariableElement found = null;
    for (VariableElement parameter : method.getParameters()) {
      if (isType(parameter.asType(), "java.util.List")) {
        if (found != null) {
          throw new Problem("a batch has one list of elements, not several", -1);
        }
        found = parameter;
      }
    }
    if (found == null) {
      throw new Problem("a batch needs a parameter with a List of elements", -1, "Or use @Update.");
    }
    return found;
  }

  private static TypeMirror elementType(VariableElement list) {
    return ((DeclaredType) list.asType()).getTypeArguments().getFirst();
  }

  private static boolean isType(TypeMirror type, String name) {
    return type instanceof DeclaredType declared
        && declared.asElement() instanceof TypeElement element
        && element.getQualifiedName().contentEquals(name)
        && declared.getTypeArguments().size() == 1;
  }

  // ---- results

  private void requireKind(Description description) {
    boolean rows = !description.columns().isEmpty();
    switch (description.kind()) {
      case OTHER ->
          throw new Problem(
              "not a query and not a change of rows", 0, "Definitions belong into migrations.");
      case SELECT, INSERT, UPDATE, DELETE, MERGE -> {
        if (role == Role.QUERY && !rows) {
          throw new Problem(
              description.kind() + " gives no rows", 0, "Use @Update, or add RETURNING.");
        }
        if (role != Role.QUERY && rows) {
          throw new Problem(
              description.kind() == Description.Kind.SELECT
                  ? "a SELECT changes no rows"
                  : "RETURNING gives rows",
              0,
              "Use @Query.");
        }
      }
    }
  }

  /** Of a method that changes rows. */
  private RowShape.@Nullable Result counted() {
    if (method.getAnnotation(Convert.class) != null) {
      throw new Problem(
          "a method that changes rows has no value to convert",
          -1,
          "Annotate the parameter with @Convert.");
    }
    boolean fits =
        switch (method.getReturnType().getKind()) {
          case VOID, INT, LONG -> true;
          case BOOLEAN -> role == Role.UPDATE;
          default -> false;
        };
    if (!fits) {
      throw new Problem(
          "a method that changes rows cannot return " + method.getReturnType(),
          -1,
          role == Role.UPDATE
              ? "Return int, long, boolean or nothing; with RETURNING use @Query."
              : "Return int, long or nothing.");
    }
    return null;
  }

  private static @Nullable VariableElement callback(ExecutableElement method, Role role) {
    if (role != Role.QUERY || method.getReturnType().getKind() != TypeKind.VOID) {
      return null;
    }
    List<? extends VariableElement> parameters = method.getParameters();
    if (parameters.isEmpty()
        || !isType(parameters.getLast().asType(), "java.util.function.Consumer")) {
      throw new Problem(
          "a query's rows go nowhere",
          -1,
          "Return a record, a value, an Optional, a List or a Stream, or take a Consumer last.");
    }
    return parameters.getLast();
  }

  /** The type that a method makes of rows. */
  static TypeMirror row(ExecutableElement method) {
    TypeMirror returned = method.getReturnType();
    List<? extends VariableElement> parameters = method.getParameters();
    if (returned.getKind() == TypeKind.VOID
        && !parameters.isEmpty()
        && isType(parameters.getLast().asType(), "java.util.function.Consumer")) {
      return bound(argument(parameters.getLast().asType()));
    }
    boolean several =
        isType(returned, "java.util.List")
            || isType(returned, "java.util.Optional")
            || isType(returned, "java.util.stream.Stream");
    return several ? argument(returned) : returned;
  }

  private RowShape.Result result(Description description) {
    RowShapes shapes = new RowShapes(types, description.columns(), notNull, text);
    TypeMirror row = row(method);
    if (callback != null) {
      return new RowShape.Result(
          RowShape.Count.CALLBACK,
          TypeText.of(row),
          shapes.of(method, row, JavaValue.isNullable(row)),
          Names.local(name(callback)));
    }
    TypeMirror returned = method.getReturnType();
    RowShape.Count count =
        isType(returned, "java.util.List")
            ? RowShape.Count.LIST
            : isType(returned, "java.util.Optional")
                ? RowShape.Count.OPTIONAL
                : isType(returned, "java.util.stream.Stream")
                    ? RowShape.Count.STREAM
                    : JavaValue.isNullable(method, returned)
                        ? RowShape.Count.AT_MOST_ONE
                        : RowShape.Count.ONE;
    return switch (count) {
      case LIST, STREAM -> {
        boolean nullable = JavaValue.isNullable(row);
        yield new RowShape.Result(count, TypeText.of(row), shapes.of(method, row, nullable), null);
      }
      case OPTIONAL ->
          new RowShape.Result(count, TypeText.of(row), shapes.of(method, row, true), null);
      case ONE, AT_MOST_ONE, CALLBACK ->
          new RowShape.Result(
              count,
              TypeText.of(returned),
              shapes.of(method, returned, count == RowShape.Count.AT_MOST_ONE),
              null);
    };
  }

  private static TypeMirror argument(TypeMirror type) {
    return ((DeclaredType) type).getTypeArguments().getFirst();
  }

  private static TypeMirror bound(TypeMirror type) {
    if (type instanceof WildcardType wildcard && wildcard.getSuperBound() != null) {
      return wildcard.getSuperBound();
    }
    return type;
  }
}
