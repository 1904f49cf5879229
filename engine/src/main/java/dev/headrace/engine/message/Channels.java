package dev.headrace.engine.message;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArraySet;

/** Who listens to what, in all sessions of a database. */
public final class Channels {
  private final ConcurrentMap<String, Set<Receiver>> receivers = new ConcurrentHashMap<>();

  void listen(String channel, Receiver receiver) {
    receivers.compute(
        channel,
        (_, known) -> {
          Set<Receiver> listening = known == null ? new CopyOnWriteArraySet<>() : known;
          listening.add(receiver);
          return listening;
        });
  }

  void unlisten(String channel, Receiver receiver) {
    receivers.computeIfPresent(
        channel,
        (_, listening) -> {
          listening.remove(receiver);
          return listening.isEmpty() ? null : listening;
        });
  }

  /** Hands messages over, one after the other. */
  void send(List<Message> messages) {
    for (Message message : messages) {
      for (Receiver receiver : receivers.getOrDefault(message.channel(), Set.of())) {
        receiver.receive(message);
      }
    }
  }
}
