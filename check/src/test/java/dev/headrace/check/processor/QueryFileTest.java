package dev.headrace.check.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingFileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements in files. */
final class QueryFileTest {
  @TempDir Path directory;

  /** The interface {@code shop.A}, with the directory on the source path. */
  private Compilation compiled(String method) throws IOException {
    Path schema = directory.resolve("schema.sql");
    Files.writeString(schema, "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT)");
    return new Compilation(
        Files.createDirectories(directory.resolve("out")),
        "shop/A.java",
        "package shop;\n\nimport dev.headrace.check.*;\n\ninterface A {\n  " + method + "\n}\n",
        List.of("-Aheadrace.migrations=" + schema, "-sourcepath", directory.toString()));
  }

  private void file(String name, String sql) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, sql);
  }

  @Test
  void aFileIsBesideTheInterface() throws IOException {
    file("shop/names.sql", "SELECT id\nFROM customers -- all of them\nWHERE id > :least\n");
    Compilation compilation =
        compiled("@QueryFile(\"names.sql\") java.util.List<Integer> f(int least);");
    assertThat(compilation.messages()).isEmpty();
    assertThat(compilation.generated("shop/AJdbc.java")).contains(" WHERE id > ?\n");
  }

  @Test
  void aSlashBeginsAtTheRoot() throws IOException {
    file("sql/one.sql", "SELECT 1");
    assertThat(compiled("@QueryFile(\"/sql/one.sql\") int one();").messages()).isEmpty();
  }

  /** A build tool has put it there. */
  @Test
  void aResourceIsBesideTheClasses() throws IOException {
    file("out/shop/one.sql", "SELECT 1");
    assertThat(compiled("@QueryFile(\"one.sql\") int one();").messages()).isEmpty();
  }

  @Test
  void whatIsWrongHasItsPlaceInTheFile() throws IOException {
    file("shop/names.sql", "SELECT id,\n       nam\nFROM customers\n");
    assertThat(compiled("@QueryFile(\"names.sql\") int f();").messages())
        .containsExactly(
            """
            line 6: error: column "nam" does not exist
                at names.sql:2:8
                  nam
                  ^
                Perhaps you meant to reference the column "customers.name".\
            """);
  }

  @Test
  void overridesAreThere() throws IOException {
    file("shop/name.sql", "SELECT name FROM customers WHERE id = 1");
    assertThat(
            compiled("@QueryFile(value = \"name.sql\", notNull = \"name\") String f();").messages())
        .isEmpty();
    assertThat(compiled("@QueryFile(\"name.sql\") String f();").messages())
        .singleElement()
        .asString()
        .startsWith(
            "line 6: error: column \"name\" can be NULL, and the method's result cannot be null\n"
                + "    at name.sql:1:8\n");
  }

  /** A file manager whose SQL files are there, and closed to this user. */
  private static final class Closed extends ForwardingJavaFileManager<StandardJavaFileManager> {
    Closed(StandardJavaFileManager files) {
      super(files);
    }

    @Override
    public @Nullable FileObject getFileForInput(Location location, String pack, String name)
        throws IOException {
      FileObject file = super.getFileForInput(location, pack, name);
      return file == null || !name.endsWith(".sql")
          ? file
          : new ForwardingFileObject<>(file) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) throws IOException {
              throw new AccessDeniedException(name);
            }
          };
    }
  }

  @Test
  void aFileThatCannotBeReadIsAnotherErrorThanNone() throws IOException {
    file("shop/names.sql", "SELECT id FROM customers");
    String method = "@QueryFile(\"names.sql\") java.util.List<Integer> f();";
    assertThat(compiled(method).messages()).isEmpty();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    Path source =
        Files.writeString(
            directory.resolve("A.java"),
            "package shop;\nimport dev.headrace.check.*;\ninterface A {" + method + "}");
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              null,
              new Closed(files),
              diagnostics,
              List.of("-sourcepath", directory.toString()),
              null,
              files.getJavaFileObjects(source));
      task.setProcessors(List.of(new CheckProcessor()));
      assertThat(task.call()).isFalse();
    }
    assertThat(diagnostics.getDiagnostics())
        .extracting(each -> each.getMessage(Locale.ROOT))
        .containsExactly(
            "cannot read shop/names.sql: java.nio.file.AccessDeniedException: shop/names.sql");
  }

  @Test
  void aFileThatIsNotThereIsAnError() throws IOException {
    assertThat(compiled("@QueryFile(\"none.sql\") int f();").messages())
        .containsExactly(
            "line 6: error: there is no file shop/none.sql\n"
                + "    It is looked for on the source path, beside the classes that are compiled,"
                + " and on the class path.");
  }
}
