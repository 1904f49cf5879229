/** Rules that hold for every module, package and class. */
@NullMarked
package dev.headrace.quality.architecture;

import org.jspecify.annotations.NullMarked;
