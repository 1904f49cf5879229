@NullMarked
package dev.headrace.connect;

import org.jspecify.annotations.NullMarked;
