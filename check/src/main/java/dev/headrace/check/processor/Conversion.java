package dev.headrace.check.processor;

/**
 * A class that converts values.
 *
 * @param name of the class, for messages
 * @param type of the class, as it is written in Java
 * @param field of the generated class that has its instance
 * @param from the Java type that it converts, as written in Java
 * @param stored the Java type that it makes of that
 */
record Conversion(String name, String type, String field, String from, JavaValue stored) {
  /** A value as it is stored. */
  String toDatabase(String code) {
    return field + ".toDatabase(" + code + ")";
  }

  /** The value of what is stored. */
  String fromDatabase(String code) {
    return field + ".fromDatabase(" + code + ")";
  }

  /** The value with which Java has what is stored. */
  JavaValue value(String declared, boolean nullable) {
    return new JavaValue(stored.kind(), declared, stored.element(), nullable, this);
  }
}
