package dev.headrace.check.processor;

import java.util.ArrayList;
import java.util.List;
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
  private static final String LEASE = "dev.headrace.check.jdbc.Lease";
  private static final String ROWS = "dev.headrace.check.jdbc.Rows.";
  private static final String CHANGED = ROWS + "changed(statement.executeBatch())";

  private static final String CONNECTIONS =
      """
        private final javax.sql.@org.jspecify.annotations.Nullable DataSource dataSource;
        private final java.sql.@org.jspecify.annotations.Nullable Connection connection;

        /** Takes a connection for each call. */
        public CLASS(javax.sql.DataSource dataSource) {
          this.dataSource = dataSource;
          this.connection = null;
        }

        /** Uses one connection, with the transaction that it is in, and leaves it open. */
        public CLASS(java.sql.Connection connection) {
          this.dataSource = null;
          this.connection = connection;
        }

        private dev.headrace.check.jdbc.Lease lease() throws java.sql.SQLException {
          return dev.headrace.check.jdbc.Lease.of(dataSource, connection);
        }
      """;

  private final StringBuilder code = new StringBuilder();
  private final TypeElement type;
  private final String className;
  private final List<Conversion> conversions;
  private final List<CheckedMethod> methods;
  private final Imports imports;

  /**
   * @param className of the implementation, without its package
   * @param conversions that its methods may use
   * @param imports of a class with nothing in it so far
   */
  ClassWriter(
      TypeElement type,
      String className,
      List<Conversion> conversions,
      List<CheckedMethod> methods,
      Imports imports) {
    this.type = type;
    this.className = className;
    this.conversions = conversions;
    this.methods = methods;
    this.imports = imports;
  }

  /** The source of the class. */
  String write(Elements elements) {
    code.append(imports.shorten(CONNECTIONS.replace("CLASS", className)));
    methods.forEach(this::method);
    String head = imports.shorten(head());
    String converters = imports.shorten(converters());
    PackageElement own = elements.getPackageOf(type);
    String packageLine = own.isUnnamed() ? "" : "package " + own.getQualifiedName() + ";\n\n";
    return packageLine + imports.declarations() + "\n" + head + converters + code + "}\n";
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
    code.append(imports.shorten(text)).append('\n');
  }

  /** The statement, whose text is not to be shortened, and what is behind it. */
  private void statement(CheckedMethod checked, String indentation, String end) {
    code.append(indentation)
        .append(JavaCode.literal(checked.sql(), indentation))
        .append(end)
        .append('\n');
  }

  private void method(CheckedMethod checked) {
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
      stream(checked, result, declares);
    } else {
      line("    try (" + LEASE + " lease = lease();");
      line("        java.sql.PreparedStatement statement =");
      line("            lease.connection().prepareStatement(");
      statement(checked, "                ", ")) {");
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
          case INT -> "      return Math.toIntExact(" + CHANGED + ");";
          case LONG -> "      return " + CHANGED + ";";
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
        line("        " + ROWS + "requireRow(rows);");
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
    line("        " + ROWS + "requireNoMore(rows);");
  }

  private void stream(CheckedMethod checked, RowShape.Result result, boolean declares) {
    line("    " + LEASE + " lease = null;");
    line("    java.sql.PreparedStatement statement = null;");
    line("    try {");
    line("      lease = lease();");
    line("      statement =");
    line("          lease.connection().prepareStatement(");
    statement(checked, "              ", ");");
    bind(checked, "      ");
    line("      return " + ROWS + "stream(");
    line("          lease,");
    line("          statement,");
    line("          statement.executeQuery(),");
    line("          rows -> " + read(result, "            ") + ");");
    line("    } catch (java.sql.SQLException e) {");
    line("      " + LEASE + ".close(e, statement, lease);");
    handle(checked);
    line("      throw " + rethrown(declares));
    line("    } catch (RuntimeException e) {");
    line("      " + LEASE + ".close(e, statement, lease);");
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
