package dev.headrace.codegen.generate;

import java.util.List;

/** A compiled unit: a class file and what it has to be defined with. */
public final class ClassImage {
  private final byte[] bytes;
  private final List<Object> constants;

  /**
   * An image.
   *
   * @param bytes not copied
   * @param constants see {@link #constants()}
   */
  public ClassImage(byte[] bytes, List<Object> constants) {
    this.bytes = bytes;
    this.constants = List.copyOf(constants);
  }

  /**
   * The class file of a subclass of the unit's abstract class, with one constructor that takes a
   * {@link dev.headrace.runtime.unit.UnitContext}. Not a copy.
   */
  public byte[] bytes() {
    return bytes;
  }

  /** The class data. */
  public List<Object> constants() {
    return constants;
  }
}
