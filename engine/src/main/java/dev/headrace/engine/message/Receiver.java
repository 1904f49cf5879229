package dev.headrace.engine.message;

/** Takes a session's messages, on the threads of those who send them: it must not wait. */
@FunctionalInterface
public interface Receiver {
  void receive(Message message);
}
