package dev.headrace.storage.rocks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * What each option of {@link RocksTuning} gains: the options as they are, and with one of them as
 * RocksDB has it or as one might think. Each writes rows as the applier does, in batches without a
 * log, updates a third of them, flushes, reads all in order, and looks for keys that are not there.
 * Processor time is that of the whole process, so that of background threads counts.
 *
 * <p>Arguments: a directory that is emptied, and the number of rows.
 */
final class RocksTuningBenchmark {
  private static final int BATCH = 1_000;
  private static final int LOOKUPS = 200_000;
  private static final int ROUNDS = 3;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Path directory;
  private final int rows;

  private RocksTuningBenchmark(Path directory, int rows) {
    this.directory = directory;
    this.rows = rows;
  }

  /** Processor seconds and bytes. */
  private record Figures(double write, double scan, double absent, long bytes) {}

  private static Map<String, Consumer<Options>> variants() {
    Map<String, Consumer<Options>> variants = new LinkedHashMap<>();
    variants.put("as it is", options -> {});
    variants.put("write buffer 16 MB", options -> options.setWriteBufferSize(16L << 20));
    variants.put("write buffer 256 MB", options -> options.setWriteBufferSize(256L << 20));
    variants.put(
        "concurrent memtable, pipelined writes",
        options -> options.setAllowConcurrentMemtableWrite(true).setEnablePipelinedWrite(true));
    variants.put("one background job", options -> options.setMaxBackgroundJobs(1));
    variants.put("four background jobs", options -> options.setMaxBackgroundJobs(4));
    variants.put("no bloom filters", options -> table(options).setFilterPolicy(null));
    variants.put(
        "no compression",
        options ->
            options
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setBottommostCompressionType(CompressionType.NO_COMPRESSION));
    variants.put(
        "LZ4 at the bottom, too",
        options -> options.setBottommostCompressionType(CompressionType.LZ4_COMPRESSION));
    variants.put("blocks of 4 kB", options -> table(options).setBlockSize(4 << 10));
    return variants;
  }

  private static BlockBasedTableConfig table(Options options) {
    return (BlockBasedTableConfig) options.tableFormatConfig();
  }

  public static void main(String[] arguments) throws Exception {
    RocksDB.loadLibrary();
    RocksTuningBenchmark benchmark =
        new RocksTuningBenchmark(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    Map<String, List<Figures>> all = new LinkedHashMap<>();
    // they take turns, so that a busy machine disturbs all alike
    for (int round = 0; round < ROUNDS; round++) {
      for (Map.Entry<String, Consumer<Options>> variant : variants().entrySet()) {
        all.computeIfAbsent(variant.getKey(), _ -> new ArrayList<>())
            .add(benchmark.measure(variant.getValue()));
      }
    }
    print("%d rows of about 100 bytes, medians of %d, processor time", benchmark.rows, ROUNDS);
    print("| | write us/row | scan us/row | absent key us | MB |");
    all.forEach(
        (name, figures) ->
            print(
                "| %s | %.2f | %.2f | %.2f | %d |",
                name,
                median(figures, Figures::write) * 1e6 / benchmark.rows,
                median(figures, Figures::scan) * 1e6 / benchmark.rows,
                median(figures, Figures::absent) * 1e6 / LOOKUPS,
                figures.getFirst().bytes >> 20));
  }

  private static double median(List<Figures> figures, ToDoubleFunction<Figures> of) {
    return figures.stream().mapToDouble(of).sorted().toArray()[figures.size() / 2];
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation is not worth a dependency
  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private static double processorSeconds() {
    return SYSTEM.getProcessCpuTime() / 1e9;
  }

  private Figures measure(Consumer<Options> variant) throws RocksDBException, IOException {
    clear();
    Files.createDirectories(directory);
    try (RocksTuning tuning = new RocksTuning(true)) {
      Options options = tuning.options();
      variant.accept(options);
      // the native options are made of it when it is set
      options.setTableFormatConfig(options.tableFormatConfig());
      try (RocksDB database = RocksDB.open(options, directory.toString())) {
        double start = processorSeconds();
        write(database, tuning, 1, 1);
        write(database, tuning, 3, 2);
        try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
          database.flush(flush);
        }
        database.compactRange();
        double written = processorSeconds();
        scan(database);
        double scanned = processorSeconds();
        lookUp(database);
        double looked = processorSeconds();
        return new Figures(
            written - start,
            scanned - written,
            looked - scanned,
            database.getLongProperty("rocksdb.total-sst-files-size"));
      }
    } finally {
      clear();
    }
  }

  /** Writes each so many-th row, in an order without a pattern. */
  private void write(RocksDB database, RocksTuning tuning, int each, int version)
      throws RocksDBException {
    ByteBuffer key = ByteBuffer.allocate(Long.BYTES);
    Random random = new Random(version);
    byte[] value = new byte[100];
    for (int from = 0; from < rows / each; from += BATCH) {
      try (WriteBatch batch = new WriteBatch()) {
        for (int i = from; i < from + BATCH; i++) {
          // half of a value can be compressed
          random.nextBytes(value);
          Arrays.fill(value, 50, 100, (byte) version);
          batch.put(key.putLong(0, key(i * each)).array(), value);
        }
        database.write(tuning.writes(), batch);
      }
    }
  }

  /** Even numbers in a random order. */
  private static long key(int row) {
    return 2 * (row * 0x9E3779B97F4A7C15L >>> 8);
  }

  private static void scan(RocksDB database) {
    try (ReadOptions options =
            new ReadOptions()
                .setFillCache(false)
                .setReadaheadSize(2 << 20)
                .setVerifyChecksums(true);
        RocksIterator iterator = database.newIterator(options)) {
      for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
        iterator.value();
      }
    }
  }

  private void lookUp(RocksDB database) throws RocksDBException {
    Random random = new Random(3);
    ByteBuffer key = ByteBuffer.allocate(Long.BYTES);
    for (int i = 0; i < LOOKUPS; i++) {
      if (database.get(key.putLong(0, key(random.nextInt(rows)) + 1).array()) != null) {
        throw new IllegalStateException("an odd key");
      }
    }
  }

  private void clear() throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
