package dev.headrace.check;

/**
 * Makes values of a class of the application what the database stores, and back. NULL is not its
 * business: it is {@code null} on the other side, without a converter being asked. What it makes of
 * a value that cannot be null must not be {@code null} either.
 *
 * <p>Generated classes make one instance, with the constructor that takes nothing, and use it from
 * all threads.
 *
 * @param <J> what the application has
 * @param <D> what the database has, a Java type that holds an SQL value
 */
public interface Converter<J, D> {
  /** What is stored for a value. */
  D toDatabase(J value);

  /** The value that something is stored for. */
  J fromDatabase(D stored);
}
