/**
 * Encryption: a server's certificate and key, from the files that administrators have. The JDK's
 * TLS does the rest.
 */
@NullMarked
package dev.headrace.pgwire.tls;

import org.jspecify.annotations.NullMarked;
