package dev.headrace.bench.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.annotation.processing.SupportedOptions;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;

/**
 * Writes sources that are there already: what a compiler needs for annotation processing as such,
 * with nothing to check. The option {@code copied} is the directory of their package {@code shop}.
 */
@SupportedAnnotationTypes("dev.headrace.check.*")
@SupportedOptions("copied")
public final class CopyingProcessor extends AbstractProcessor {
  private boolean done;

  /** For the compiler. */
  public CopyingProcessor() {}

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latest();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    if (!done) {
      done = true;
      Path directory = Path.of(Objects.requireNonNull(processingEnv.getOptions().get("copied")));
      try {
        for (Path file : files(directory)) {
          copy(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return false;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private void copy(Path file) throws IOException {
    String name = "shop." + file.getFileName().toString().replace(".java", "");
    try (Writer writer = processingEnv.getFiler().createSourceFile(name).openWriter()) {
      writer.write(Files.readString(file));
    }
  }
}
