package dev.headrace.engine.statement;

/** The prepared statements of a session that its client has named in its protocol, not in SQL. */
public interface ClientStatements {
  /** Those of a session without a protocol. */
  ClientStatements NONE =
      new ClientStatements() {
        @Override
        public boolean remove(String name) {
          return false;
        }

        @Override
        public void removeAll() {}
      };

  /** Forgets one; says whether there was one of that name. */
  boolean remove(String name);

  void removeAll();
}
