package dev.headrace.server.command;

import dev.headrace.engine.CompiledProgram;
import dev.headrace.model.SqlException;
import dev.headrace.server.client.StatementFailure;
import dev.headrace.server.program.Databases;
import dev.headrace.server.program.Program;
import dev.headrace.server.program.ProgramTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code headrace build}. */
@Command(
    name = "build",
    description = {
      "Compile a program to a jar, which 'headrace run' starts at once.",
      "",
      "The jar has the plans of the program's views and their code as Java classes. It is the same,",
      "byte for byte, wherever it is built. Nothing is read or written but the program and the jar:",
      "what the program's inputs are to read need not be there.",
    },
    footer = {
      "",
      "Examples:",
      "  headrace build program.sql -o program.jar",
      "  headrace build program.sql -o program.jar --train",
      "  headrace run program.jar",
    })
final class BuildCommand extends BaseCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Parameters(paramLabel = "FILE.sql", description = "The program.")
  private Path file;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Option(
      names = {"-o", "--output"},
      paramLabel = "PROGRAM.jar",
      required = true,
      description = "The jar to write.")
  private Path jar;

  @Option(
      names = "-D",
      paramLabel = "NAME=VALUE",
      description = "Replace :NAME, :'NAME' and :\"NAME\" in the program.")
  private Map<String, String> variables = new LinkedHashMap<>();

  @Mixin private TrainingOption training = new TrainingOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Program.isJar(jar)) {
      throw usageError("The name of the output must end in .jar.");
    }
    if (Program.isJar(file)) {
      throw usageError("A program is built from its text.");
    }
    Program program = Program.read(file, variables);
    try {
      CompiledProgram.build(
          file.getFileName().toString(), program.sql(), Databases.options(program), jar);
    } catch (SqlException e) {
      return fail(program, new StatementFailure(e));
    }
    // what the JVM has learnt of an older one is of no use
    Files.deleteIfExists(ProgramTraining.cacheOf(jar));
    out().println(jar + ": " + Files.size(jar) + " bytes");
    out().flush();
    if (training.isGiven()) {
      training.train(jar, out());
    }
    return ExitCode.SUCCESS;
  }
}
