/** What the documentation shows, run. */
@NullMarked
package dev.headrace.quality.docs;

import org.jspecify.annotations.NullMarked;
