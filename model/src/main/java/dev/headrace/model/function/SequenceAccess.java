package dev.headrace.model.function;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The sequences as one session uses them. Rows and parameters hold values only, so what stands for
 * it in them is a number, under which it is registered while the session is open.
 */
public interface SequenceAccess {
  /** nextval: takes the next value. */
  long next(String sequence);

  /** currval: what this session has got last from a sequence. */
  long current(String sequence);

  /** lastval: what this session has got last from any. */
  long last();

  /**
   * setval.
   *
   * @param called whether the value has been given out, so that the one behind it comes next
   */
  void set(String sequence, long value, boolean called);

  /** The sessions that are open. */
  final class Registry {
    private static final Map<Long, SequenceAccess> OPEN = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT = new AtomicLong(1);

    private Registry() {}

    /** Registers a session's access and returns its number. */
    public static long open(SequenceAccess access) {
      long number = NEXT.getAndIncrement();
      OPEN.put(number, access);
      return number;
    }

    /** Forgets a session's access. */
    public static void close(long number) {
      OPEN.remove(number);
    }

    static SequenceAccess of(long number) {
      SequenceAccess access = OPEN.get(number);
      if (access == null) {
        throw new IllegalStateException("no session " + number);
      }
      return access;
    }
  }
}
