package dev.headrace.pgwire;

import dev.headrace.model.Notice;
import dev.headrace.model.SqlException;

/**
 * What a {@link Connection} may tell its client besides answers. Called only from within a call of
 * the connection's methods, on the thread of that call, but for {@link #notification} and {@link
 * #terminate}.
 */
public interface Client {
  /** Sends a notice; the client sees it before the answer that is being made. */
  void notice(Notice notice);

  /** Tells the client that SET, RESET or a rollback changed a parameter that is reported. */
  void parameterChanged(String name, String value);

  /**
   * DEALLOCATE: forgets a prepared statement that the client named in a Parse message. SQL and the
   * protocol share one name space for them, and some drivers clean up this way.
   *
   * @return false if there is none of that name
   */
  boolean deallocate(String name);

  /** DEALLOCATE ALL: forgets all prepared statements that the client named in Parse messages. */
  void deallocateAll();

  /**
   * From any thread: NOTIFY on a channel that the session listens to. The client gets it as soon as
   * it is in no transaction; the call does not wait for that.
   *
   * @param sender the process id of the session that notifies
   */
  void notification(int sender, String channel, String payload);

  /** From any thread: ends the session, whatever it does, with an error that says why. */
  void terminate(SqlException reason);
}
