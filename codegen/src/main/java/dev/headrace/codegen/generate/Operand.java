package dev.headrace.codegen.generate;

/**
 * An evaluated expression: its value, which has some default where it is NULL, and whether it is.
 */
record Operand(Value value, Nullness nullness) {}
