package dev.headrace.sql;

/**
 * When a constraint is checked.
 *
 * @param deferrable whether SET CONSTRAINTS may put the check off to the commit
 * @param initiallyDeferred whether it is put off anyway
 */
public record Deferral(boolean deferrable, boolean initiallyDeferred) {
  /** With every statement. */
  public static final Deferral NONE = new Deferral(false, false);

  /** As definitions have it, with a blank before it. */
  public String text() {
    return (deferrable ? " DEFERRABLE" : "") + (initiallyDeferred ? " INITIALLY DEFERRED" : "");
  }
}
