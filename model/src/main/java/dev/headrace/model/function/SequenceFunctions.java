package dev.headrace.model.function;

import dev.headrace.model.Slice;

/** Functions of sequences. The session's number is their last argument. */
public final class SequenceFunctions {
  private SequenceFunctions() {}

  public static long nextval(Slice sequence, long session) {
    return SequenceAccess.Registry.of(session).next(sequence.toString());
  }

  public static long currval(Slice sequence, long session) {
    return SequenceAccess.Registry.of(session).current(sequence.toString());
  }

  public static long lastval(long session) {
    return SequenceAccess.Registry.of(session).last();
  }

  public static long setval(Slice sequence, long value, long session) {
    return setval(sequence, value, true, session);
  }

  public static long setval(Slice sequence, long value, boolean called, long session) {
    SequenceAccess.Registry.of(session).set(sequence.toString(), value, called);
    return value;
  }
}
