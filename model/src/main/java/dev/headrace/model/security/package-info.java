/**
 * Passwords: what is kept of one so that a client can prove that it knows it ({@link
 * dev.headrace.model.security.ScramVerifier}), and how its characters are prepared ({@link
 * dev.headrace.model.security.SaslPrep}).
 *
 * <p>The database keeps verifiers, the protocol checks proofs against them; neither keeps a
 * password.
 */
@NullMarked
package dev.headrace.model.security;

import org.jspecify.annotations.NullMarked;
