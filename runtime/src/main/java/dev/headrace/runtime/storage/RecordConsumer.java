package dev.headrace.runtime.storage;

/** Takes a record. */
@FunctionalInterface
public interface RecordConsumer {
  /**
   * Takes a record.
   *
   * @param id which it is among those of its kind
   * @param value its bytes, the consumer's to keep
   */
  void accept(long id, byte[] value);
}
