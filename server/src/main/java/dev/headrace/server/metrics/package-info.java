/**
 * What a server tells those who watch it: numbers in Prometheus' text format over HTTP, on a port
 * of their own ({@link dev.headrace.server.metrics.MetricsServer}).
 */
@NullMarked
package dev.headrace.server.metrics;

import org.jspecify.annotations.NullMarked;
