/** Values in files as columns of rows, shared by the text formats. */
@NullMarked
package dev.headrace.connect.value;

import org.jspecify.annotations.NullMarked;
