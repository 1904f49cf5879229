package dev.headrace.check.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;

/** Writes the implementation of an interface: one method, one statement. */
final class ClassWriter {
  private final StringBuilder code = new StringBuilder();
  private final TypeElement type;
  private final String className;
  private final List<Conversion> conversions;
  private final List<CheckedMethod> methods;
  private final List<String> constants = new ArrayList<>();

  /**
   * @param className of the implementation, without its package
   * @param conversions that its methods may use
   */
  ClassWriter(
      TypeElement type,
      String className,
      List<Conversion> conversions,
      List<CheckedMethod> methods) {
    this.type = type;
    this.className = className;
    this.conversions = conversions;
    this.methods = methods;
    methods.forEach(checked -> constants.add(constant(checked.method())));
  }

  /**
   * The source of the class.
   *
   * @param classes what {@link Imports} knows of others
   */
  String write(Elements elements, Map<String, Boolean> classes) {
    code.append(Templates.CONNECTIONS.replace("CLASS", className));
    for (int i = 0; i < methods.size(); i++) {
      method(methods.get(i), constants.get(i));
    }
    for (Templates.Helper helper : Templates.HELPERS) {
      if (code.indexOf(helper.name()) >= 0) {
        code.append(helper.code());
      }
    }
    Imports imports = new Imports(elements, type, classes);
    String members = imports.shorten(code.toString());
    String head = imports.shorten(head());
    String converters = imports.shorten(converters());
    PackageElement own = elements.getPackageOf(type);
    String packageLine = own.isUnnamed() ? "" : "package " + own.getQualifiedName() + ";\n\n";
    return packageLine
        + imports.declarations()
        + "\n"
        + head
        + statements(imports.shorten("java.lang.String"))
        + converters
        + members
        + "}\n";
  }

  private String head() {
    boolean visible = type.getModifiers().contains(Modifier.PUBLIC);
    return "/** {@link "
        + type.getQualifiedName()
        + "} over JDBC. */\n"
        + "@javax.annotation.processing.Generated(\"dev.headrace.check\")\n"
        + "@org.jspecify.annotations.NullMarked\n"
        + (visible ? "public " : "")
        + "final class "
        + className
        + " implements "
        + type.getQualifiedName()
        + " {\n";
  }

  /**
   * Constants with the statements, whose texts are not to be shortened.
   *
   * @param string how their type is written
   */
  private String statements(String string) {
    StringBuilder statements = new StringBuilder();
    for (int i = 0; i < methods.size(); i++) {
      statements
          .append("  private static final " + string + " " + constants.get(i) + " =\n")
          .append("      " + JavaCode.literal(methods.get(i).sql()) + ";\n\n");
    }
    return statements.toString();
  }

  /** An instance of each converter that the methods use. */
  private String converters() {
    StringBuilder converters = new StringBuilder();
    for (Conversion each : conversions) {
      if (Pattern.compile("\\b" + each.field() + "\\b").matcher(code).find()) {
        converters
            .append("  private static final " + each.type() + " " + each.field() + " =\n")
            .append("      new " + each.type() + "();\n\n");
      }
    }
    return converters.toString();
  }

  private void line(String text) {
    code.append(text).append('\n');
  }

  /** A name for the statement of a method that no other one has. */
  private String constant(ExecutableElement method) {
    List<String> taken = new ArrayList<>(constants);
    conversions.forEach(each -> taken.add(each.field()));
    return Names.constant(method.getSimpleName().toString(), taken);
  }

  private void method(CheckedMethod checked, String constant) {
    ExecutableElement method = checked.method();
    List<String> parameters = new ArrayList<>();
    for (VariableElement parameter : method.getParameters()) {
      parameters.add(
          TypeText.of(parameter.asType())
              + " "
              + Names.local(parameter.getSimpleName().toString()));
    }
    boolean declares =
        method.getThrownTypes().stream()
            .anyMatch(t -> t.toString().equals("java.sql.SQLException"));
    List<String> thrown = method.getThrownTypes().stream().map(TypeMirror::toString).toList();
    line("");
    line("  @Override");
    line(
        "  public "
            + TypeText.of(method.getReturnType())
            + " "
            + method.getSimpleName()
            + "("
            + String.join(", ", parameters)
            + ")"
            + (thrown.isEmpty() ? "" : " throws " + String.join(", ", thrown))
            + " {");
    RowShape.Result result = checked.result();
    if (result != null && result.count() == RowShape.Count.STREAM) {
      stream(checked, constant, result, declares);
    } else {
      line("    try (Lease lease = lease();");
      line("        java.sql.PreparedStatement statement =");
      line("            lease.connection().prepareStatement(" + constant + ")) {");
      if (checked.batch() != null) {
        batch(checked);
      } else {
        bind(checked, "      ");
        if (result == null) {
          change(method.getReturnType());
        } else {
          rows(result);
        }
      }
      boolean catches = !declares || !checked.handlings().isEmpty();
      line(catches ? "    } catch (java.sql.SQLException e) {" : "    }");
      if (catches) {
        handle(checked);
        line("      throw " + rethrown(declares));
        line("    }");
      }
    }
    line("  }");
  }

  private void bind(CheckedMethod checked, String indentation) {
    for (int i = 0; i < checked.bindings().size(); i++) {
      CheckedMethod.Binding binding = checked.bindings().get(i);
      line(indentation + JavaCode.bind(i + 1, binding));
    }
  }

  private void change(TypeMirror returned) {
    line(
        switch (returned.getKind()) {
          case INT -> "      return statement.executeUpdate();";
          case LONG -> "      return statement.executeLargeUpdate();";
          case BOOLEAN -> "      return statement.executeUpdate() > 0;";
          default -> "      statement.executeUpdate();";
        });
  }

  private void batch(CheckedMethod checked) {
    CheckedMethod.Batch batch = Objects.requireNonNull(checked.batch());
    line(
        "      for ("
            + batch.elementType()
            + " "
            + Arguments.ELEMENT
            + " : "
            + batch.parameter()
            + ") {");
    bind(checked, "        ");
    line("        statement.addBatch();");
    line("      }");
    line(
        switch (checked.method().getReturnType().getKind()) {
          case INT -> "      return Math.toIntExact(changed(statement.executeBatch()));";
          case LONG -> "      return changed(statement.executeBatch());";
          default -> "      statement.executeBatch();";
        });
  }

  private void rows(RowShape.Result result) {
    line("      try (java.sql.ResultSet rows = statement.executeQuery()) {");
    switch (result.count()) {
      case LIST -> {
        line("        java.util.List<" + result.type() + "> list = new java.util.ArrayList<>();");
        line("        while (rows.next()) {");
        line("          list.add(" + read(result, "            ") + ");");
        line("        }");
        line("        return list;");
      }
      case CALLBACK -> {
        line("        while (rows.next()) {");
        line("          " + result.callback() + ".accept(" + read(result, "            ") + ");");
        line("        }");
      }
      case ONE -> {
        line("        requireRow(rows);");
        single(result);
        line("        return row;");
      }
      case AT_MOST_ONE, OPTIONAL -> {
        boolean optional = result.count() == RowShape.Count.OPTIONAL;
        line("        if (!rows.next()) {");
        line("          return " + (optional ? "java.util.Optional.empty()" : "null") + ";");
        line("        }");
        single(result);
        line("        return " + (optional ? "java.util.Optional.ofNullable(row)" : "row") + ";");
      }
      case STREAM -> throw new IllegalStateException("streams close their statement themselves");
    }
    line("      }");
  }

  private static String read(RowShape.Result result, String indentation) {
    return JavaCode.read(result.row(), indentation);
  }

  private void single(RowShape.Result result) {
    line("        var row = " + read(result, "          ") + ";");
    line("        requireNoMore(rows);");
  }

  private void stream(
      CheckedMethod checked, String constant, RowShape.Result result, boolean declares) {
    line("    Lease lease = null;");
    line("    java.sql.PreparedStatement statement = null;");
    line("    try {");
    line("      lease = lease();");
    line("      statement = lease.connection().prepareStatement(" + constant + ");");
    bind(checked, "      ");
    line("      return stream(");
    line("          lease,");
    line("          statement,");
    line("          statement.executeQuery(),");
    line("          rows -> " + read(result, "            ") + ");");
    line("    } catch (java.sql.SQLException e) {");
    line("      close(e, statement, lease);");
    handle(checked);
    line("      throw " + rethrown(declares));
    line("    } catch (RuntimeException e) {");
    line("      close(e, statement, lease);");
    line("      throw e;");
    line("    }");
  }

  private static String rethrown(boolean declared) {
    return declared ? "e;" : "new dev.headrace.check.UncheckedSqlException(e);";
  }

  /** Throws what is wanted for constraints. */
  private void handle(CheckedMethod checked) {
    for (CheckedMethod.Handling each : checked.handlings()) {
      String name = JavaCode.literal(each.constraint());
      line("      if (dev.headrace.check.Constraints.isViolated(e, " + name + ")) {");
      line(
          "        throw new %s(%s);"
              .formatted(
                  each.thrown(), each.withText() ? "String.valueOf(e.getMessage()), e" : "e"));
      line("      }");
    }
  }
}
