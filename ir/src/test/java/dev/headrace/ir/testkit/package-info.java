/**
 * Random typed expressions, rows and queries, and an executor that is obviously right, for property
 * tests of this and other modules. Everything is determined by a seed.
 */
@NullMarked
package dev.headrace.ir.testkit;

import org.jspecify.annotations.NullMarked;
