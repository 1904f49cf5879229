package dev.headrace.codegen;

/**
 * What has become of a unit that a view's circuit asked for.
 *
 * @param number of the request, counted from 1
 * @param view that asked first
 * @param kind of the unit: {@code emit}, {@code aggregate} or {@code join}
 * @param unit its hash in hexadecimal digits; empty as long as it is waiting
 * @param state how far it is
 * @param bytes of its class; 0 if it has none
 * @param waitNanos from the request until somebody had time for it
 * @param generateNanos to write its class, or to read it from the store
 * @param defineNanos to load its class
 * @param reason why it is interpreted; else empty
 */
public record Compilation(
    long number,
    String view,
    String kind,
    String unit,
    State state,
    int bytes,
    long waitNanos,
    long generateNanos,
    long defineNanos,
    String reason) {
  /** How far a unit is. */
  public enum State {
    /** It is interpreted until it is compiled. */
    WAITING,
    /** Its class was generated for this request. */
    COMPILED,
    /** Its class came from the jar of a compiled program or from the store of units. */
    LOADED,
    /** An equal unit was there already. */
    REUSED,
    /** It has no class, and the reason says why. */
    INTERPRETED
  }

  static Compilation waiting(long number, String view, String kind) {
    return new Compilation(number, view, kind, "", State.WAITING, 0, 0, 0, 0, "");
  }

  Compilation ended(State how, CompiledUnitFactory made, long waited) {
    boolean fresh = how != State.REUSED;
    return new Compilation(
        number,
        view,
        kind,
        made.hash().toString(),
        how,
        made.image().bytes().length,
        waited,
        fresh ? made.generateNanos() : 0,
        fresh ? made.defineNanos() : 0,
        "");
  }

  Compilation interpreted(String why, long waited) {
    return new Compilation(number, view, kind, unit, State.INTERPRETED, 0, waited, 0, 0, why);
  }
}
