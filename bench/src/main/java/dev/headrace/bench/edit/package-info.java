/** What edits of a running program take. */
@NullMarked
package dev.headrace.bench.edit;

import org.jspecify.annotations.NullMarked;
