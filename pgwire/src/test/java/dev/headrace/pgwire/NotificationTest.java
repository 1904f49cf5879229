package dev.headrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** NOTIFY reaches those who listen, between their transactions. */
final class NotificationTest extends ServerTestBase {
  private static String payload(RawClient.Message message) {
    assertThat(message.type()).isEqualTo('A');
    assertThat(message.integer(0)).isEqualTo(7);
    assertThat(message.string(4)).isEqualTo("channel");
    return message.string(4 + "channel".length() + 1);
  }

  @Test
  void aSessionThatWaitsIsToldAtOnce() throws Exception {
    try (RawClient listener = connect();
        RawClient other = connect()) {
      listener.query("LISTEN");
      for (int round = 0; round < 200; round++) {
        other.query("NOTIFY " + round);
        assertThat(payload(listener.read())).isEqualTo("" + round);
      }
      assertThat(listener.query("SELECT 1")).isEqualTo("T D[1] C(SELECT 1) ZI");
    }
  }

  @Test
  void aSessionIsToldBeforeItIsReadyAgain() throws Exception {
    try (RawClient client = connect()) {
      client.query("LISTEN");
      assertThat(client.query("NOTIFY me")).isEqualTo("C(NOTIFY) A ZI");
    }
  }

  @Test
  void aTransactionIsNotDisturbed() throws Exception {
    try (RawClient listener = connect();
        RawClient other = connect()) {
      listener.query("LISTEN");
      listener.query("BEGIN");
      other.query("NOTIFY later");
      assertThat(listener.query("SELECT 1")).isEqualTo("T D[1] C(SELECT 1) ZT");
      assertThat(listener.query("COMMIT")).isEqualTo("C(COMMIT) A ZI");
    }
  }

  @Test
  void nothingIsLostWhileStatementsRun() throws Exception {
    int count = 20_000;
    try (RawClient listener = connect()) {
      listener.query("LISTEN");
      Client client = backend.listeners.getFirst();
      Thread notifier =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int index = 0; index < count; index++) {
                      client.notification(7, "channel", "" + index);
                    }
                  });
      int next = 0;
      while (next < count) {
        listener.addQuery("SELECT 1").send();
        for (RawClient.Message message : listener.readToReady()) {
          if (message.type() == 'A') {
            assertThat(payload(message)).isEqualTo("" + next++);
          }
        }
      }
      notifier.join();
      assertThat(next).isEqualTo(count);
    }
  }
}
