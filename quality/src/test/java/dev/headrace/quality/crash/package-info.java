/**
 * Databases whose process is killed, whose disk is full, and whose files are damaged: what was
 * acknowledged is there, nothing is there by half, and what cannot be repaired is said.
 */
@NullMarked
package dev.headrace.quality.crash;

import org.jspecify.annotations.NullMarked;
