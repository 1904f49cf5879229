package dev.headrace.codegen;

/** When units are compiled: the setting {@code compilation}. */
public enum UnitMode {
  /** Never. */
  OFF,
  /** Where the compiler can. */
  AUTO,
  /** Always; what the compiler refuses is an error. */
  ALWAYS
}
