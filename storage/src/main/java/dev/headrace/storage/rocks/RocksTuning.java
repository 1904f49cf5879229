package dev.headrace.storage.rocks;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ChecksumType;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksObject;
import org.rocksdb.WriteOptions;

/**
 * The options RocksDB runs with. {@code STORAGE.md} has the measurements behind them; what is not
 * named is RocksDB's default.
 */
final class RocksTuning implements AutoCloseable {
  private static final long WRITE_BUFFER_BYTES = 64L << 20;
  private static final long BLOCK_CACHE_BYTES = 32L << 20;
  private static final double BLOOM_BITS_PER_KEY = 10;

  private final List<RocksObject> owned = new ArrayList<>();
  private final Options options;
  private final WriteOptions writes;

  RocksTuning(boolean create) {
    Cache cache = own(new LRUCache(BLOCK_CACHE_BYTES));
    BlockBasedTableConfig table =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setBlockSize(16 << 10)
            .setFilterPolicy(own(new BloomFilter(BLOOM_BITS_PER_KEY)))
            .setChecksumType(ChecksumType.kXXH3)
            .setFormatVersion(6);
    options =
        own(new Options())
            .setCreateIfMissing(create)
            .setParanoidChecks(true)
            .setTableFormatConfig(table)
            .setWriteBufferSize(WRITE_BUFFER_BYTES)
            .setMaxWriteBufferNumber(3)
            .setMinWriteBufferNumberToMerge(1)
            .setLevelCompactionDynamicLevelBytes(true)
            .setMaxBackgroundJobs(2)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION)
            // one thread writes
            .setAllowConcurrentMemtableWrite(false)
            .setEnablePipelinedWrite(false)
            .setBytesPerSync(1 << 20)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setKeepLogFileNum(2)
            .setMaxOpenFiles(256);
    writes = own(new WriteOptions()).setDisableWAL(true);
  }

  private <T extends RocksObject> T own(T object) {
    owned.add(object);
    return object;
  }

  Options options() {
    return options;
  }

  WriteOptions writes() {
    return writes;
  }

  @Override
  public void close() {
    owned.reversed().forEach(RocksObject::close);
  }
}
