/** What the formats share: bytes of files, waiting, errors of the operating system. */
@NullMarked
package dev.headrace.connect.io;

import org.jspecify.annotations.NullMarked;
