/**
 * JSON: an object for each row, one after the other as newline-delimited JSON or in one array.
 *
 * <p>{@link dev.headrace.connect.json.JsonScanner} finds an object's members, {@link
 * dev.headrace.connect.json.JsonInput} makes rows of them.
 */
@NullMarked
package dev.headrace.connect.json;

import org.jspecify.annotations.NullMarked;
