package dev.headrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Query messages: results, several statements, transactions, errors. */
final class SimpleQueryTest extends ServerTestBase {
  @Test
  void rowsComeBetweenTheirDescriptionAndTheCommandTag() throws Exception {
    try (RawClient client = connect()) {
      assertThat(client.query("SELECT 1, 'two'")).isEqualTo("T D[1, two] C(SELECT 1) ZI");
    }
  }

  @Test
  void theDescriptionNamesColumnsAndTypes() throws Exception {
    try (RawClient client = connect()) {
      RawClient.Message description = client.addQuery("SERIES 1").send().readToReady().getFirst();
      assertThat(description.body())
          .isEqualTo(
              RawClient.body()
                  .int16(2)
                  .string("i")
                  .int32(0)
                  .int16(0)
                  .int32(23)
                  .int16(4)
                  .int32(-1)
                  .int16(0)
                  .string("t")
                  .int32(0)
                  .int16(0)
                  .int32(25)
                  .int16(-1)
                  .int32(-1)
                  .int16(0)
                  .bytes());
    }
  }

  @Test
  void nullHasNoBytes() throws Exception {
    try (RawClient client = connect()) {
      assertThat(client.query("SERIES 7")).contains("D[6, row 6] D[7, null] C(SELECT 7)");
    }
  }

  @Test
  void aRowIsSentAsOftenAsItsWeightSays() throws Exception {
    try (RawClient client = connect()) {
      assertThat(client.query("WEIGHTS"))
          .isEqualTo("T D[once] D[thrice] D[thrice] D[thrice] C(SELECT 4) ZI");
    }
  }

  @Test
  void statementsOfOneMessageAreAnsweredInOrder() throws Exception {
    try (RawClient client = connect()) {
      assertThat(client.query("SELECT 1; INSERT a; ;SELECT 2"))
          .isEqualTo("T D[1] C(SELECT 1) C(INSERT 0 1) T D[2] C(SELECT 1) ZI");
    }
  }

  @Test
  void nothingToRunIsAnEmptyQuery() throws Exception {
    try (RawClient client = connect()) {
      assertThat(client.query("")).isEqualTo("I ZI");
      assertThat(client.query(" ; ; ")).isEqualTo("I ZI");
    }
  }

  @Test
  void anErrorEndsTheMessageAndUndoesItsImplicitTransaction() throws Exception {
    try (RawClient client = connect()) {
      assertThat(client.query("INSERT a; FAIL; INSERT b"))
          .isEqualTo("C(INSERT 0 1) E(ERROR 42703) ZI");
      assertThat(backend.committed).isEmpty();
      assertThat(client.query("INSERT c; INSERT d")).isEqualTo("C(INSERT 0 1) C(INSERT 0 1) ZI");
      assertThat(backend.committed).containsExactly("c", "d");
    }
  }

  @Test
  void aSyntaxErrorAnywhereKeepsTheWholeMessageFromRunning() throws Exception {
    try (RawClient client = connect()) {
      assertThat(client.query("INSERT a; SYNTAX")).isEqualTo("E(ERROR 42601) ZI");
      assertThat(backend.committed).isEmpty();
    }
  }

  @Test
  void aCommitThatFailsIsReportedInPlaceOfTheCommandTag() throws Exception {
    try (RawClient client = connect()) {
      assertThat(client.query("INSERT refused")).isEqualTo("E(ERROR 40001) ZI");
      assertThat(client.query("INSERT a")).isEqualTo("C(INSERT 0 1) ZI");
      assertThat(backend.committed).containsExactly("a");
    }
  }

  @Test
  void readyForQueryTellsTheTransactionsStatus() throws Exception {
    try (RawClient client = connect()) {
      assertThat(client.query("BEGIN")).isEqualTo("C(BEGIN) ZT");
      assertThat(client.query("INSERT a")).isEqualTo("C(INSERT 0 1) ZT");
      assertThat(client.query("FAIL")).isEqualTo("E(ERROR 42703) ZE");
      assertThat(client.query("SELECT 1")).isEqualTo("E(ERROR 25P02) ZE");
      assertThat(client.query("COMMIT")).isEqualTo("C(ROLLBACK) ZI");
      assertThat(backend.committed).isEmpty();
    }
  }

  @Test
  void rowsSentBeforeAnErrorStaySent() throws Exception {
    try (RawClient client = connect()) {
      assertThat(client.query("MIDWAY"))
          .isEqualTo("T D[1, row 1] D[2, row 2] D[3, row 3] E(ERROR 22012) ZI");
    }
  }

  @Test
  void anErrorHasSeverityCodeMessageDetailHintAndPosition() throws Exception {
    try (RawClient client = connect()) {
      assertThat(client.addQuery("FAIL").send().readToReady().getFirst().fields())
          .containsExactly(
              java.util.Map.entry('S', "ERROR"),
              java.util.Map.entry('V', "ERROR"),
              java.util.Map.entry('C', "42703"),
              java.util.Map.entry('M', "column \"dely\" does not exist"),
              java.util.Map.entry('D', "There is no such column in any table."),
              java.util.Map.entry('H', "Perhaps you meant \"delay\"."),
              java.util.Map.entry('P', "6"));
    }
  }

  @Test
  void aDefectIsAnInternalErrorWithoutAStackTraceAndTheSessionGoesOn() throws Exception {
    try (RawClient client = connect()) {
      var fields = client.addQuery("CRASH").send().readToReady().getFirst().fields();
      assertThat(fields).containsEntry('C', "XX000").containsEntry('S', "ERROR");
      assertThat(String.join("", fields.values())).doesNotContain("\tat ").doesNotContain(".java");
      assertThat(client.query("OVERFLOW")).isEqualTo("E(ERROR 54001) ZI");
      assertThat(client.query("SELECT 1")).endsWith("ZI");
    }
  }

  @Test
  void noticesComeBeforeTheAnswerAndChangedParametersAreReported() throws Exception {
    try (RawClient client = connect()) {
      assertThat(client.query("NOTIFY")).isEqualTo("N(a notice) C(NOTIFY) ZI");
      assertThat(client.query("BEGIN; BEGIN"))
          .isEqualTo("C(BEGIN) N(there is already a transaction in progress) C(BEGIN) ZT");
      List<RawClient.Message> answer =
          client.addQuery("SET timezone = 'Europe/Zurich'").send().readToReady();
      assertThat(answer.getFirst().string(0)).isEqualTo("TimeZone");
      assertThat(answer.getFirst().string(9)).isEqualTo("Europe/Zurich");
      assertThat(RawClient.transcript(answer)).isEqualTo("S(TimeZone) C(SET) ZT");
    }
  }

  @Test
  void aFunctionCallIsRefused() throws Exception {
    try (RawClient client = connect()) {
      client.add('F', RawClient.body().int32(1).int16(0).int16(0).int16(0));
      assertThat(client.exchange()).isEqualTo("E(ERROR 0A000) ZI");
    }
  }

  @Test
  void strayCopyMessagesAreIgnored() throws Exception {
    try (RawClient client = connect()) {
      client.add('d', RawClient.body().raw((byte) 1)).add('c', RawClient.body());
      client.add('f', RawClient.body().string("no")).addQuery("SELECT 1");
      assertThat(client.exchange()).isEqualTo("T D[1] C(SELECT 1) ZI");
    }
  }

  @Test
  void aLongResultArrivesWhole() throws Exception {
    try (RawClient client = connect()) {
      List<RawClient.Message> answer = client.addQuery("SERIES 20000").send().readToReady();
      assertThat(answer).hasSize(20_003);
      assertThat(answer.get(20_000).values()).containsExactly("20000", "row 20000");
    }
  }

  @Test
  void manyQueriesMayBeSentBeforeTheFirstAnswerIsRead() throws Exception {
    try (RawClient client = connect()) {
      for (int i = 0; i < 500; i++) {
        client.addQuery("SELECT " + i);
      }
      client.send();
      for (int i = 0; i < 500; i++) {
        assertThat(RawClient.transcript(client.readToReady()))
            .isEqualTo("T D[" + i + "] C(SELECT 1) ZI");
      }
    }
  }
}
