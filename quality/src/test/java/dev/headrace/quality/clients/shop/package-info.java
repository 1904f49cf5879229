/** The entities of a small shop, for object mappers. */
@NullMarked
package dev.headrace.quality.clients.shop;

import org.jspecify.annotations.NullMarked;
