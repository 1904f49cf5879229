/**
 * Units in jars: the classes that are hidden while a program is interactive, as ordinary ones that
 * a class loader finds, so that the JDK can put them in an AOT cache with what the JIT compiler
 * knows about them.
 *
 * <p>A unit is {@code dev/headrace/program/Unit_<hash>.class}; its constants, if it has any, stand
 * beside it in {@code Unit_<hash>.constants}.
 */
@NullMarked
package dev.headrace.codegen.pack;

import org.jspecify.annotations.NullMarked;
