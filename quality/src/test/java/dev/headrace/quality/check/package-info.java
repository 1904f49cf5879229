/** What the checker of statements says, compared with PostgreSQL and with what is in tables. */
@org.jspecify.annotations.NullMarked
package dev.headrace.quality.check;
