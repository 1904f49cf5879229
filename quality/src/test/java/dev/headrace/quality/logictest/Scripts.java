package dev.headrace.quality.logictest;

import dev.headrace.quality.logictest.Finding.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Runs any scripts: {@code Scripts MODE FILE...}, the mode being off, always (ad hoc, with that
 * compilation) or views. Prints what is wrong and how many records there were.
 *
 * <p>System properties: {@code limit}, how many findings of a file are printed (5); {@code slow},
 * milliseconds from which on a record is printed as slow (1000); {@code seconds}, when a record is
 * given up (20).
 */
final class Scripts {
  /** An observer that does nothing. */
  static final ScriptRunner.Observer NOBODY =
      new ScriptRunner.Observer() {
        @Override
        public void before(Step step, int index) {}

        @Override
        public void after(Step step, Reply reply) {}
      };

  private static final int LIMIT = Integer.getInteger("limit", 5);
  private static final long SLOW = Long.getLong("slow", 1000);
  private static final long SECONDS = Long.getLong("seconds", 20);

  private final String mode;
  private final Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
  private long statements;
  private long queries;
  private long views;

  private Scripts(String mode) {
    this.mode = mode;
  }

  public static void main(String... arguments) throws IOException {
    Scripts scripts = new Scripts(arguments[0]);
    long start = System.nanoTime();
    for (String argument : Arrays.asList(arguments).subList(1, arguments.length)) {
      for (Path file : files(Path.of(argument))) {
        scripts.run(file);
      }
    }
    System.out.printf(
        "%s: %d statements, %d queries, %d comparisons of views in %.1f s; %s%n",
        scripts.mode,
        scripts.statements,
        scripts.queries,
        scripts.views,
        (System.nanoTime() - start) / 1e9,
        scripts.reasons);
  }

  private static List<Path> files(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList();
    }
  }

  private void run(Path file) throws IOException {
    List<Step> steps = ScriptParser.parse(Files.readAllLines(file));
    List<Finding> findings = new ArrayList<>();
    long start = System.nanoTime();
    try (HeadraceTarget target = new HeadraceTarget(mode.equals("views") ? "auto" : mode);
        Watch watch = new Watch(file, target)) {
      ScriptRunner runner = new ScriptRunner(target);
      if (mode.equals("views")) {
        ViewChecks checks = new ViewChecks(target, steps);
        runner.run(steps, checks);
        checks.finish();
        findings.addAll(checks.findings());
        views += checks.checked();
      } else {
        runner.run(steps, watch);
        findings.addAll(runner.findings());
      }
      statements += runner.statements();
      queries += runner.queries();
    } catch (RuntimeException | Error e) {
      System.out.println(file + " ended with " + e);
      e.printStackTrace(System.out);
    }
    System.out.printf("%s: %.1f s%n", file, (System.nanoTime() - start) / 1e9);
    findings.forEach(finding -> reasons.merge(finding.reason(), 1, Integer::sum));
    findings.stream()
        .limit(LIMIT)
        .map(finding -> shorten(file + " " + finding))
        .forEach(System.out::println);
  }

  private static String shorten(String text) {
    return text.length() < 3000 ? text : text.substring(0, 3000) + " ...";
  }

  /** Says which records are slow and gives up what does not end. */
  private static final class Watch implements ScriptRunner.Observer, AutoCloseable {
    private final Path file;
    private final AtomicLong started = new AtomicLong(Long.MAX_VALUE);
    private final Thread thread;

    Watch(Path file, HeadraceTarget target) {
      this.file = file;
      thread = Thread.ofVirtual().start(() -> watch(target));
    }

    private void watch(HeadraceTarget target) {
      try {
        while (true) {
          Thread.sleep(500);
          long start = started.get();
          if (start != Long.MAX_VALUE && System.nanoTime() - start > SECONDS * 1_000_000_000) {
            started.set(Long.MAX_VALUE);
            target.cancel();
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void before(Step step, int index) {
      started.set(System.nanoTime());
    }

    @Override
    public void after(Step step, Reply reply) {
      long start = started.getAndSet(Long.MAX_VALUE);
      long millis =
          start == Long.MAX_VALUE ? SECONDS * 1000 : (System.nanoTime() - start) / 1_000_000;
      if (millis >= SLOW) {
        System.out.printf("%s line %d: %d ms%n", file, step.line(), millis);
      }
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }
}
