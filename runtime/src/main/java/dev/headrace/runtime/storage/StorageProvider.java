package dev.headrace.runtime.storage;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.nio.file.Path;
import java.util.ServiceLoader;

/** Opens storages. Found by {@link ServiceLoader}, so that the engine does not depend on one. */
public interface StorageProvider {
  /**
   * Opens the storage in a directory and brings it up to its last durable commit.
   *
   * @throws SqlException if another process has it open ({@link ErrorCode#OBJECT_IN_USE}), it is
   *     not a storage or of a later format ({@link ErrorCode#OBJECT_NOT_IN_PREREQUISITE_STATE}),
   *     damaged ({@link ErrorCode#DATA_CORRUPTED}), or cannot be read or written
   */
  Storage open(Path directory, StorageOptions options);

  /**
   * Makes a directory a copy of a checkpoint, checked.
   *
   * @param checkpoint made by {@link Storage#checkpoint}
   * @param directory not there yet, or empty
   */
  void restore(Path checkpoint, Path directory);

  /** The one on the class path. */
  static StorageProvider find() {
    return ServiceLoader.load(StorageProvider.class, StorageProvider.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () ->
                new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "there is no storage on the class path: add headrace-storage"));
  }
}
