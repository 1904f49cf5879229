/**
 * The engine behind the PostgreSQL protocol: implements the port of {@link dev.headrace.pgwire}
 * with sessions of {@link dev.headrace.engine.Headrace}.
 */
@NullMarked
package dev.headrace.server.wire;

import org.jspecify.annotations.NullMarked;
