package dev.headrace.engine.database;

import java.util.function.Supplier;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * Tells the JDK's flight recorder where the time goes from a text to running views. Costs nothing
 * while nothing is recorded.
 */
public final class ViewPhase {
  /** The event's name. */
  public static final String NAME = "dev.headrace.ViewPhase";

  private ViewPhase() {}

  /** What is done for a view, in this order; its units are generated and loaded beside. */
  public enum Phase {
    /** From a text to the syntax trees of its statements. */
    PARSE,
    /** Names and types are resolved, and the tree becomes operations on relations. */
    BIND,
    /** The operations become simpler and cheaper ones. */
    REWRITE,
    /** Operators and the specifications of their units are made and connected. */
    WIRE
  }

  /** Does something that is a phase of a view's definition. */
  public static <T> T of(Phase phase, String view, Supplier<T> work) {
    // to load a class of events loads much of the recorder, which short processes should not pay
    return FlightRecorder.isInitialized() ? Recorded.of(phase, view, work) : work.get();
  }

  @Name(NAME)
  @Label("Phase of a View's Definition")
  @Description("Part of the way from the text of a view to its operators")
  @Category("Headrace")
  @StackTrace(false)
  @SuppressWarnings("UnusedVariable") // the recorder reads the fields
  private static final class Recorded extends Event {
    @Label("Phase")
    private final String phase;

    @Label("View")
    @Description("Empty where it is about a whole text")
    private final String view;

    private Recorded(Phase phase, String view) {
      this.phase = phase.name();
      this.view = view;
    }

    private static <T> T of(Phase phase, String view, Supplier<T> work) {
      Recorded event = new Recorded(phase, view);
      event.begin();
      try {
        return work.get();
      } finally {
        event.commit();
      }
    }
  }
}
