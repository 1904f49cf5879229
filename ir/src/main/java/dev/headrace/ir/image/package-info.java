/**
 * Images: records as bytes, to be kept in a file and read by the same version of the program.
 *
 * <p>Everything that describes a program is a tree of records: relational nodes, expressions,
 * types, definitions. An image writes any such tree by its components, so that a new kind of node
 * needs no code here. What is written depends on the value alone and not on the JVM: equal trees
 * have equal images. A node that several others share is written once, and shared again when it is
 * read.
 *
 * <p>An image says which components its records had. A reader whose records have others refuses it
 * instead of misunderstanding it.
 */
@NullMarked
package dev.headrace.ir.image;

import org.jspecify.annotations.NullMarked;
