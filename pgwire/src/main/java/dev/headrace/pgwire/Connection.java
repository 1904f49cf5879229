package dev.headrace.pgwire;

import dev.headrace.model.SqlType;
import dev.headrace.model.text.TextStyle;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One client's session of the database. All calls come from one thread at a time, except {@link
 * #cancel}.
 *
 * <p>Any call may throw {@link dev.headrace.model.SqlException}, which reaches the client as an
 * error, with its position counted in the text that was handed over. Any other exception reaches it
 * as an internal error. Either way {@link #fail} follows.
 *
 * <h2>Transactions</h2>
 *
 * What happens between two calls of {@link #finish} and outside a transaction block is one implicit
 * transaction: the statements of a Query message, or of all messages up to a Sync.
 *
 * <pre>
 *   simple     query  analyse bind execute  analyse bind execute ... finish
 *   extended   parse bind execute  bind execute ...  finish
 *   error      ... fail  finish
 * </pre>
 */
public interface Connection extends AutoCloseable {
  /** The parameters that are reported to clients, with their values, in the order of reporting. */
  Map<String, String> reportedParameters();

  /** What the session says about the text form of values. */
  TextStyle textStyle();

  /**
   * Splits the text of a Query message into its statements; none if it is blank. A syntax error
   * anywhere in it is thrown here. Each is analysed when those before it have run, and must have no
   * parameters.
   */
  List<? extends ParsedStatement> query(String sql);

  /**
   * Prepares one statement, possibly an empty one.
   *
   * @param parameterTypes types of the first parameters, null where the client left it open
   * @throws dev.headrace.model.SqlException also if the text has several statements ({@code 42601},
   *     "cannot insert multiple commands into a prepared statement")
   */
  Statement parse(String sql, List<@Nullable SqlType> parameterTypes);

  /** A type of the catalog by its OID, of those that statements have created; null for none. */
  default @Nullable SqlType type(int oid) {
    return null;
  }

  /**
   * The cursor of that name that DECLARE made, as a statement that fetches the rest of its rows;
   * null if there is none.
   */
  @Nullable Statement cursor(String name);

  /** Where the session stands now. */
  TransactionStatus transactionStatus();

  /**
   * How long the session may wait for its client as it stands now, in a transaction block or not;
   * zero for ever. Asked before each ReadyForQuery.
   */
  Duration idleLimit();

  /**
   * Something failed since the last {@link #finish}, here or in the protocol: a transaction block
   * becomes {@link TransactionStatus#FAILED}, an implicit transaction is bound to be rolled back.
   */
  void fail();

  /**
   * Ends the implicit transaction, if there is one: commits it, or after {@link #fail} rolls it
   * back. Transaction blocks stay open.
   *
   * @throws dev.headrace.model.SqlException if it cannot be committed; it is then rolled back
   */
  void finish();

  /**
   * From any thread: makes the call that runs now, if any, end soon with {@link
   * dev.headrace.model.ErrorCode#QUERY_CANCELED}. Does not wait. A call that starts later is not
   * affected. May also come when the connection is closed.
   */
  void cancel();

  /** Rolls back what is open and ends the session. */
  @Override
  void close();
}
