package dev.headrace.quality.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles the Java blocks of a page against the class path of this test and runs them: as the
 * statements of one method, with their imports put on top.
 */
final class JavaExamples {
  private static final String CLASS = "PageExamples";

  private final Path directory;
  private final List<String> outputs = new ArrayList<>();

  JavaExamples(Path directory) {
    this.directory = directory;
  }

  /** The output of each block. */
  List<String> run(List<Page.Example> blocks) throws Exception {
    Path source = directory.resolve(CLASS + ".java");
    Files.writeString(source, program(blocks));
    compile(source);
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(printed, true, UTF_8);
        URLClassLoader loader =
            new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
      System.setOut(out);
      Runnable endOfBlock =
          () -> {
            outputs.add(printed.toString(UTF_8).stripTrailing());
            printed.reset();
          };
      loader.loadClass(CLASS).getMethod("run", Runnable.class).invoke(null, endOfBlock);
    } catch (InvocationTargetException e) {
      throw new AssertionError(
          "the block after the " + outputs.size() + " first ones fails", e.getCause());
    } finally {
      System.setOut(before);
    }
    return outputs;
  }

  private static String program(List<Page.Example> blocks) {
    Set<String> imports = new TreeSet<>();
    StringBuilder body = new StringBuilder();
    for (Page.Example block : blocks) {
      body.append("    // line ").append(block.line()).append('\n');
      for (String line : block.text().split("\n", -1)) {
        if (line.startsWith("import ")) {
          imports.add(line);
        } else {
          body.append("    ").append(line).append('\n');
        }
      }
      body.append("    endOfBlock.run();\n");
    }
    return String.join("\n", imports)
        + "\n\npublic final class "
        + CLASS
        + " {\n  public static void run(Runnable endOfBlock) throws Exception {\n"
        + body
        + "  }\n}\n";
  }

  private void compile(Path source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
      List<String> options =
          List.of(
              "-d", directory.toString(), "-cp", System.getProperty("java.class.path"), "-Xlint");
      boolean compiled =
          compiler
              .getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
              .call();
      if (!compiled) {
        throw new AssertionError(messages + "\n" + Files.readString(source));
      }
    }
  }
}
