package dev.headrace.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code headrace build}, and {@code headrace run} with what it has built. */
final class CompiledProgramsTest {
  private static final String PROGRAM =
      """
      CREATE TABLE shops (id INTEGER PRIMARY KEY, town TEXT NOT NULL, kind CHAR(3));
      CREATE SOURCE sales (shop INTEGER, at TIMESTAMP, amount NUMERIC(10, 2), tags TEXT)
        WITH (connector = 'file', path = :'input', format = 'csv');
      CREATE VIEW large AS SELECT * FROM sales WHERE amount > 1.5 OR tags IN ('a', 'b', 'ı', 'ß');
      CREATE MATERIALIZED VIEW totals AS
        SELECT shop, count(*) AS sales, sum(amount) AS total, max(at) AS latest,
               CASE WHEN avg(amount) > 2 THEN 'high' ELSE 'low' END AS level
        FROM large GROUP BY shop;
      CREATE MATERIALIZED VIEW towns AS
        SELECT s.town, t.total, t.latest + INTERVAL '1 day' AS due
        FROM totals t JOIN shops s ON s.id = t.shop WHERE s.kind IN ('abc', 'abd', 'abe', 'abf');
      CREATE MATERIALIZED VIEW best AS
        SELECT shop, amount, row_number() OVER (PARTITION BY shop ORDER BY amount DESC, at) AS place
        FROM sales;
      """;

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path sql;
  private Path jar;

  @BeforeEach
  void write() throws IOException {
    sql = directory.resolve("program.sql");
    jar = directory.resolve("program.jar");
    Files.writeString(sql, PROGRAM);
    Files.writeString(
        directory.resolve("sales.csv"),
        """
        shop,at,amount,tags
        1,2026-01-01 10:00:00,1.00,a
        1,2026-01-02 10:00:00,4.25,
        2,2026-01-01 11:00:00,0.50,x
        """);
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine commandLine = HeadraceCommand.commandLine();
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    return commandLine.execute(arguments);
  }

  private void build() {
    assertThat(run("build", sql.toString(), "-o", jar.toString(), "-D", "input=sales.csv"))
        .as(err.toString())
        .isEqualTo(ExitCode.SUCCESS);
  }

  private String answers(Path program, String... options) throws IOException {
    Path answers = directory.resolve("answers");
    List<String> arguments = new ArrayList<>(List.of("run", program.toString(), "--once"));
    arguments.addAll(List.of("--export", answers.toString()));
    arguments.addAll(List.of(options));
    assertThat(run(arguments.toArray(String[]::new)))
        .as(err.toString())
        .isEqualTo(ExitCode.SUCCESS);
    List<String> lines = new ArrayList<>();
    for (String view : List.of("totals", "best", "towns")) {
      List<String> rows = Files.readAllLines(answers.resolve(view + ".csv"));
      lines.addAll(rows.stream().sorted().toList());
    }
    return String.join("\n", lines);
  }

  @Test
  void aJarRunsAsItsTextDoes() throws IOException {
    build();
    assertThat(out.toString()).isEqualTo(jar + ": " + Files.size(jar) + " bytes\n");
    Files.move(sql, directory.resolve("elsewhere.sql"));
    assertThat(answers(jar))
        .isEqualTo(answers(directory.resolve("elsewhere.sql"), "-D", "input=sales.csv"))
        .contains("1,2,5.25,2026-01-02 10:00:00,high");
  }

  @Test
  void jarsAreTheSameInAnyDirectoryLocaleAndTimeZone() throws Exception {
    build();
    Path elsewhere = Files.createDirectories(directory.resolve("else where/ö"));
    Files.writeString(elsewhere.resolve("program.sql"), PROGRAM);
    List<String> options =
        List.of(
            "-Duser.language=tr",
            "-Duser.country=TR",
            "-Duser.timezone=Pacific/Apia",
            "-Dfile.encoding=ISO-8859-9",
            "-Dline.separator=\r\n",
            "-XX:ActiveProcessorCount=7");
    Process process =
        headrace(
            elsewhere, options, "build", "program.sql", "-o", "other.jar", "-D", "input=sales.csv");
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(elsewhere.resolve("other.jar")).hasSameBinaryContentAs(jar);
  }

  @Test
  void aJarIsServedWithoutTheFrontEnd() throws Exception {
    build();
    Path log = directory.resolve("classes.log");
    Process process =
        headrace(
            directory,
            List.of("-Xlog:class+load:file=" + log),
            "run",
            "program.jar",
            "--port",
            "0");
    try (BufferedReader said = process.inputReader()) {
      String port = "";
      while (port.isEmpty()) {
        String line = said.readLine();
        assertThat(line).isNotNull();
        if (line.startsWith("Headrace listens on 127.0.0.1 port ")) {
          port = line.replaceAll("\\D*127\\.0\\.0\\.1 port (\\d+)\\.", "$1");
        }
      }
      assertThat(loaded(log))
          .anyMatch(name -> name.startsWith("dev.headrace.program.Unit_"))
          .noneMatch(name -> name.startsWith("org.apache.calcite."));
      try (Connection connection =
              DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/db", "u", "");
          Statement statement = connection.createStatement()) {
        statement.execute("INSERT INTO shops VALUES (1, 'Ulm', 'abc')");
        try (ResultSet row = statement.executeQuery("SELECT town FROM towns")) {
          while (!row.next()) {
            // the file may not have been read yet
          }
          assertThat(row.getString(1)).isEqualTo("Ulm");
        }
      }
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  /** Names of the classes that a JVM has loaded, of its libraries' and the program's. */
  private static List<String> loaded(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .map(line -> line.replaceAll("\\[.*\\] (\\S+) source: .*", "$1"))
        .filter(name -> name.matches("(org|com|dev)\\..*"))
        .toList();
  }

  private static Process headrace(Path directory, List<String> options, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    StringBuilder classPath = new StringBuilder();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      classPath.append(Path.of(entry).toAbsolutePath()).append(File.pathSeparator);
    }
    command.add(classPath.toString());
    command.add("dev.headrace.server.Main");
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .start();
  }

  @Test
  void aProgramThatIsWrongIsNotBuilt() throws IOException {
    Files.writeString(sql, "CREATE TABLE t (a INTEGER);\n\nCREATE VIEW v AS SELECT b FROM t;\n");
    assertThat(run("build", sql.toString(), "-o", jar.toString())).isEqualTo(ExitCode.ERROR);
    assertThat(err.toString())
        .startsWith(sql + ":3: ERROR:  column \"b\" does not exist\nLINE 3: CREATE VIEW v AS");
    assertThat(jar).doesNotExist();
  }

  @Test
  void wrongUsageIsReportedAsSuch() {
    assertThat(run("build", sql.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(run("build", sql.toString(), "-o", "program.zip")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).startsWith("The name of the output must end in .jar.");
    assertThat(run("build", jar.toString(), "-o", jar.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(run("run", jar.toString(), "-D", "input=x")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).startsWith("Variables get their values when the jar is built.");
    assertThat(run("run", sql.toString(), "--train")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).startsWith("--train needs a jar");
  }

  @Test
  void whatIsNotTheJarOfAProgramIsAnError() throws IOException {
    assertThat(run("run", jar.toString())).isEqualTo(ExitCode.ERROR);
    assertThat(err.toString())
        .isEqualTo("ERROR:  could not access file \"" + jar + "\": No such file or directory\n");
    Files.writeString(jar, PROGRAM);
    assertThat(run("run", jar.toString())).isEqualTo(ExitCode.ERROR);
    assertThat(err.toString()).startsWith("ERROR:  " + jar + " is not the jar of a program");
    build();
    edit("META-INF/headrace/program.sql", "towns", "tovns");
    assertThat(run("run", jar.toString())).isEqualTo(ExitCode.ERROR);
    assertThat(err.toString()).isEqualTo("ERROR:  " + jar + " is damaged\n");
  }

  @Test
  void aJarOfAnotherVersionIsCompiledAgainAndSaysSo() throws IOException {
    build();
    edit("META-INF/MANIFEST.MF", "Headrace-Version: ", "Headrace-Version: 0.0.1-");
    assertThat(answers(jar)).contains("1,2,5.25,2026-01-02 10:00:00,high");
    assertThat(err.toString())
        .startsWith(
            "WARNING:  program.sql is compiled again from its text, because it was built by");
  }

  private void edit(String entry, String from, String to) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Path path = zip.getPath(entry);
      String text = Files.readString(path, StandardCharsets.ISO_8859_1);
      Files.writeString(path, text.replace(from, to), StandardCharsets.ISO_8859_1);
    }
  }
}
