/**
 * Values as bytes for the outside: PostgreSQL's text form ({@link
 * dev.headrace.model.text.TextFormat}) and binary form ({@link
 * dev.headrace.model.text.BinaryFormat}), and keys whose bytes sort like their values ({@link
 * dev.headrace.model.text.KeyCodec}).
 *
 * <p>The classes named {@code ...Text} hold the text form of one family of types each; they read
 * and write bytes directly, since every row that comes or goes as CSV or over the wire passes here.
 */
@NullMarked
package dev.headrace.model.text;

import org.jspecify.annotations.NullMarked;
