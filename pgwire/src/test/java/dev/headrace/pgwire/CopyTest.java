package dev.headrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** COPY's messages. */
final class CopyTest extends ServerTestBase {
  private static RawClient addData(RawClient client, String text) {
    return client.add('d', RawClient.body().raw(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static RawClient addDone(RawClient client) {
    return client.add('c', RawClient.body());
  }

  @Test
  void dataComesInPiecesOfAnySize() throws Exception {
    try (RawClient client = connect()) {
      client.addQuery("COPYIN").send();
      RawClient.Message answer = client.read();
      assertThat(answer.type()).isEqualTo('G');
      assertThat(answer.body()).containsExactly(0, 0, 1, 0, 0);
      for (String piece : List.of("on", "", "e\ntw", "o\nthree\n")) {
        addData(client, piece);
      }
      assertThat(addDone(client).exchange()).isEqualTo("C(COPY 3) ZI");
      assertThat(backend.committed).containsExactly("one", "two", "three");
    }
  }

  @Test
  void anErrorUndoesAndWhatFollowsIsSkipped() throws Exception {
    try (RawClient client = connect()) {
      client.addQuery("COPYIN");
      addData(client, "one\nbad\n");
      addData(client, "two\n");
      addDone(client).send();
      assertThat(client.read().type()).isEqualTo('G');
      RawClient.Message error = client.read();
      assertThat(error.fields()).containsEntry('C', "22P04").containsEntry('W', "COPY t, line 2");
      assertThat(client.read().toString()).isEqualTo("ZI");
      assertThat(client.query("SELECT 1")).isEqualTo("T D[1] C(SELECT 1) ZI");
      assertThat(backend.committed).isEmpty();
    }
  }

  @Test
  void aClientMayGiveUp() throws Exception {
    try (RawClient client = connect()) {
      client.addQuery("COPYIN");
      addData(client, "one\n");
      client.add('f', RawClient.body().string("disk on fire")).send();
      assertThat(client.read().type()).isEqualTo('G');
      assertThat(client.read().fields())
          .containsEntry('C', "57014")
          .containsEntry('M', "COPY from stdin failed: disk on fire");
      assertThat(client.read().toString()).isEqualTo("ZI");
      assertThat(backend.committed).isEmpty();
    }
  }

  @Test
  void aStatementMayEndBeforeItsData() throws Exception {
    try (RawClient client = connect()) {
      client.addQuery("COPYIN");
      addData(client, "one\nstop\ntwo\n");
      addData(client, "three\n");
      assertThat(addDone(client).exchange()).isEqualTo("G C(COPY 1) ZI");
      assertThat(backend.committed).containsExactly("one");
    }
  }

  @Test
  void anotherMessageInBetweenIsAnError() throws Exception {
    try (RawClient client = connect()) {
      client.addQuery("COPYIN").addQuery("SELECT 1");
      assertThat(client.exchange()).isEqualTo("G E(ERROR 08P01) ZI");
      assertThat(client.query("SELECT 2")).isEqualTo("T D[2] C(SELECT 1) ZI");
    }
  }

  @Test
  void aClientThatVanishesHasCopiedNothing() throws Exception {
    try (RawClient client = connect()) {
      client.addQuery("COPYIN");
      addData(client, "one\n").send();
      assertThat(client.read().type()).isEqualTo('G');
    }
    backend.awaitAllClosed();
    assertThat(backend.committed).isEmpty();
  }

  @Test
  void theExtendedProtocolCopiesToo() throws Exception {
    try (RawClient client = connect()) {
      client
          .addParse("", "COPYIN")
          .addBind("", "")
          .addDescribe('P', "")
          .addExecute("", 0)
          .addSync();
      addData(client, "one\n");
      addDone(client).addSync();
      assertThat(client.exchange()).isEqualTo("1 2 n G C(COPY 1) ZI");
      client.addParse("", "COPYIN").addBind("", "").addExecute("", 0);
      addData(client, "bad\n");
      addDone(client).addSync();
      assertThat(client.exchange()).isEqualTo("1 2 G E(ERROR 22P04) ZI");
      client.addParse("", "COPYOUT 2").addBind("", "").addExecute("", 0).addSync();
      assertThat(client.exchange()).isEqualTo("1 2 H d d c C(COPY 2) ZI");
    }
  }

  @Test
  void dataGoesOutAPieceAtATime() throws Exception {
    try (RawClient client = connect()) {
      client.addQuery("COPYOUT 2").send();
      List<RawClient.Message> messages = client.readToReady();
      assertThat(RawClient.transcript(messages)).isEqualTo("H d d c C(COPY 2) ZI");
      assertThat(messages.get(0).body()).containsExactly(0, 0, 1, 0, 0);
      assertThat(new String(messages.get(2).body(), StandardCharsets.UTF_8)).isEqualTo("line 2\n");
    }
  }

  @Test
  void anErrorOnTheWayOutEndsIt() throws Exception {
    try (RawClient client = connect()) {
      client.addQuery("COPYOUT 1000").send();
      List<RawClient.Message> messages = client.readToReady();
      assertThat(messages).hasSize(1 + 665 + 2);
      assertThat(messages.get(666).toString()).isEqualTo("E(ERROR 22012)");
    }
  }
}
