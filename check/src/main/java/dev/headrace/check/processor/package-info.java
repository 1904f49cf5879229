/**
 * The annotation processor: checks the statements of annotated interfaces against what a source
 * knows of the schema, and writes the interfaces' implementation over JDBC.
 *
 * <pre>
 *   interface ─► StatementText ─► Sources.describe ─► MethodChecker, RowShapes ─► ClassWriter
 *                     │                 │                    │
 *                     └─ where each character of the SQL stands in the source: SourcePlaces ─► Problem
 * </pre>
 *
 * <p>It uses the API of annotation processing only, so that it runs in every compiler. That API
 * gives no places within a literal; they are found by reading the source file again.
 */
@NullMarked
package dev.headrace.check.processor;

import org.jspecify.annotations.NullMarked;
