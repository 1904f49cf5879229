/**
 * State of operators, tables and views. Everything is bytes in pages and primitive tables; nothing
 * keeps an object per row.
 */
@NullMarked
package dev.headrace.runtime.state;

import org.jspecify.annotations.NullMarked;
