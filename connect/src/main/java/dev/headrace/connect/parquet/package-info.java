/**
 * Parquet files as rows: flat columns of all physical types, matched by name.
 *
 * <pre>
 *  ParquetFile       footer: schema, row groups, where column chunks are
 *    ColumnPages     one column's pages, through all row groups  -- reads and decompresses
 *      PageDecoder   one page's bytes as a ColumnVector          -- levels, encodings, dictionary
 *        Conversion  one value of a vector as a column of a row  -- types
 *  ParquetInput      takes the next value of every column in turn
 * </pre>
 *
 * <p>Only columns that are declared are read. The footer and the rarer encodings come from
 * parquet-java's low-level modules, which need no Hadoop; what most files consist of (plain and
 * dictionary values) is decoded here, straight from the page's bytes, without an object per value.
 * Source: the Parquet format specification 2.11.
 */
@NullMarked
package dev.headrace.connect.parquet;

import org.jspecify.annotations.NullMarked;
