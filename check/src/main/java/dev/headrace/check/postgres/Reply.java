package dev.headrace.check.postgres;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server says to a request.
 *
 * @param parameters OIDs of their types
 * @param rows values as text
 * @param notices what it wants users to know besides, each in one line or several
 * @param error if it refused; what else there is counts for nothing then
 */
public record Reply(
    List<Integer> parameters,
    List<Column> columns,
    List<List<@Nullable String>> rows,
    List<String> notices,
    @Nullable ServerError error) {
  /**
   * A column of the result.
   *
   * @param type OID
   * @param modifier of the type, -1 if there is none
   */
  public record Column(String name, int type, int modifier) {}

  /**
   * What is wrong.
   *
   * @param position in the statement's text, from 1, in code points; 0 if it is about no place
   */
  public record ServerError(
      String state, String message, int position, @Nullable String detail, @Nullable String hint) {}
}
