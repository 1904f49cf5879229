/**
 * The engine behind the PostgreSQL protocol: {@link dev.headrace.server.wire.EngineBackend} gives
 * each client a session of the database, in the terms of {@link dev.headrace.pgwire}'s port.
 */
@NullMarked
package dev.headrace.server.wire;

import org.jspecify.annotations.NullMarked;
