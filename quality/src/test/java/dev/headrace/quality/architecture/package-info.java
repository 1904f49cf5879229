/**
 * Rules that hold for every module, package and class, checked on the compiled classes: which
 * module may use which ({@code ModulesTest}), who may use which library ({@code LibrariesTest}),
 * and what every class keeps to ({@code ClassesTest}).
 */
@NullMarked
package dev.headrace.quality.architecture;

import org.jspecify.annotations.NullMarked;
