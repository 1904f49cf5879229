package dev.headrace.engine.message;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a session listens to, and what its transaction is going to say. */
public final class SessionMessages {
  /** How many messages a transaction may have. */
  static final int LIMIT = 100_000;

  private static final int PAYLOAD_BYTES = 7999;
  private static final int CHANNEL_BYTES = 63;

  private final Channels channels;
  private final Receiver self = this::receive;
  private volatile Receiver receiver = message -> {};
  private Set<String> listening = new LinkedHashSet<>();

  // of the transaction
  private final List<Change> changes = new ArrayList<>();
  private final List<Message> messages = new ArrayList<>();
  private final Set<Message> distinct = new HashSet<>();
  private @Nullable Set<String> before;

  /** LISTEN or UNLISTEN; the latter without a channel means all. */
  private record Change(Optional<String> channel, boolean listen) {}

  /** A state of the transaction that {@link #rollbackTo} goes back to. */
  public record Mark(int changes, int messages) {}

  public SessionMessages(Channels channels) {
    this.channels = channels;
  }

  /** Says where messages go; until then they are ignored. */
  public void deliverTo(Receiver target) {
    receiver = target;
  }

  private void receive(Message message) {
    receiver.receive(message);
  }

  // ---- in a transaction

  public void listen(String channel) {
    requireChannel(channel);
    changes.add(new Change(Optional.of(channel), true));
  }

  /** Empty for all channels. */
  public void unlisten(Optional<String> channel) {
    changes.add(new Change(channel, false));
  }

  /** Says something when the transaction commits; twice the same is said once. */
  public void notify(int sender, String channel, String payload) {
    requireChannel(channel);
    if (payload.getBytes(StandardCharsets.UTF_8).length > PAYLOAD_BYTES) {
      throw invalid("payload string too long");
    }
    Message message = new Message(sender, channel, payload);
    if (distinct.add(message)) {
      if (messages.size() == LIMIT) {
        throw new SqlException(
            ErrorCode.PROGRAM_LIMIT_EXCEEDED,
            "a transaction cannot send more than " + LIMIT + " notifications");
      }
      messages.add(message);
    }
  }

  private static void requireChannel(String channel) {
    if (channel.isEmpty()) {
      throw invalid("channel name cannot be empty");
    }
    if (channel.getBytes(StandardCharsets.UTF_8).length > CHANNEL_BYTES) {
      throw invalid("channel name too long");
    }
  }

  private static SqlException invalid(String message) {
    return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, message);
  }

  public Mark mark() {
    return new Mark(changes.size(), messages.size());
  }

  /** Forgets what has been said since. */
  public void rollbackTo(Mark mark) {
    changes.subList(mark.changes(), changes.size()).clear();
    List<Message> later = messages.subList(mark.messages(), messages.size());
    later.forEach(distinct::remove);
    later.clear();
  }

  // ---- its end

  /**
   * The transaction is about to commit: the session listens from now on.
   *
   * @return what to do when the commit is visible; empty if there is nothing to say
   */
  public Optional<Runnable> prepare() {
    if (!changes.isEmpty()) {
      before = new LinkedHashSet<>(listening);
      changes.forEach(this::make);
    }
    if (messages.isEmpty()) {
      return Optional.empty();
    }
    List<Message> said = List.copyOf(messages);
    return Optional.of(() -> channels.send(said));
  }

  private void make(Change change) {
    if (change.listen()) {
      change.channel().ifPresent(channel -> channels.listen(channel, self));
      change.channel().ifPresent(listening::add);
    } else {
      List<String> given = change.channel().map(List::of).orElse(List.copyOf(listening));
      given.forEach(channel -> channels.unlisten(channel, self));
      given.forEach(listening::remove);
    }
  }

  /** The transaction has ended. */
  public void endTransaction(boolean committed) {
    Set<String> restored = before;
    if (restored != null && !committed) {
      listening.stream()
          .filter(c -> !restored.contains(c))
          .forEach(c -> channels.unlisten(c, self));
      restored.stream().filter(c -> !listening.contains(c)).forEach(c -> channels.listen(c, self));
      listening = new LinkedHashSet<>(restored);
    }
    before = null;
    changes.clear();
    messages.clear();
    distinct.clear();
  }

  /** Whether the transaction has something to do when it ends. */
  public boolean isEmpty() {
    return changes.isEmpty() && messages.isEmpty();
  }

  /** The session ends. */
  public void close() {
    listening.forEach(channel -> channels.unlisten(channel, self));
    listening.clear();
  }
}
