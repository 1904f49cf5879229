package dev.headrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The example program, as it is and as other engines take it. */
record FlightsProgram(Path directory, String text) {
  private static final Pattern COMMENT = Pattern.compile("--[^\n]*");
  private static final Pattern VIEW =
      Pattern.compile("CREATE MATERIALIZED VIEW (\\w+) AS\\s+(.*)", Pattern.DOTALL);
  private static final Pattern INPUT =
      Pattern.compile(
          "CREATE (?:SOURCE|TABLE) (\\w+) .*path = '([^']+)', format = '(\\w+)'.*", Pattern.DOTALL);

  /** A view's name and query. */
  record View(String name, String query) {}

  /** An input's name, file and format. */
  record Input(String name, Path file, String format) {}

  static FlightsProgram read(Path checkout) throws IOException {
    Path directory = checkout.resolve("examples/flights").toAbsolutePath().normalize();
    return new FlightsProgram(directory, Files.readString(directory.resolve("program.sql")));
  }

  /** The views, each after those it reads. */
  List<View> views() {
    List<View> views = new ArrayList<>();
    for (String statement : statements()) {
      Matcher matcher = VIEW.matcher(statement);
      if (matcher.matches()) {
        views.add(new View(matcher.group(1), matcher.group(2)));
      }
    }
    return views;
  }

  /** The sources and tables. */
  List<Input> inputs() {
    List<Input> inputs = new ArrayList<>();
    for (String statement : statements()) {
      Matcher matcher = INPUT.matcher(statement);
      if (matcher.matches()) {
        inputs.add(
            new Input(matcher.group(1), directory.resolve(matcher.group(2)), matcher.group(3)));
      }
    }
    return inputs;
  }

  private List<String> statements() {
    return List.of(COMMENT.matcher(text).replaceAll("").split(";")).stream()
        .map(String::strip)
        .toList();
  }
}
