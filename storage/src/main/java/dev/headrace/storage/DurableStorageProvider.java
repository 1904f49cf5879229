package dev.headrace.storage;

import dev.headrace.runtime.storage.Storage;
import dev.headrace.runtime.storage.StorageOptions;
import dev.headrace.runtime.storage.StorageProvider;
import dev.headrace.storage.rocks.Checkpoints;
import dev.headrace.storage.rocks.DurableStorage;
import java.nio.file.Path;

/** Storages in directories: a commit log, and RocksDB for the state. */
public final class DurableStorageProvider implements StorageProvider {
  @Override
  public Storage open(Path directory, StorageOptions options) {
    return DurableStorage.open(directory, options);
  }

  @Override
  public void restore(Path checkpoint, Path directory) {
    Checkpoints.restore(checkpoint, directory);
  }
}
