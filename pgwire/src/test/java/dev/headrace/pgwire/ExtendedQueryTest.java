package dev.headrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Parse, Bind, Describe, Execute, Close, Flush, Sync. */
final class ExtendedQueryTest extends ServerTestBase {
  private static final int INTEGER_OID = 23;

  @Test
  void aStatementIsPreparedBoundDescribedAndExecuted() throws Exception {
    try (RawClient client = connect()) {
      client.addParse("", "LOOKUP $1", INTEGER_OID).addBind("", "", "42");
      client.addDescribe('P', "").addExecute("", 0).addSync();
      assertThat(client.exchange()).isEqualTo("1 2 T D[42, a value of some twenty] C(SELECT 1) ZI");
    }
  }

  @Test
  void describingAStatementTellsParametersAndColumns() throws Exception {
    try (RawClient client = connect()) {
      client.addParse("s", "SELECT $1::integer, $2::text").addDescribe('S', "s").addSync();
      List<RawClient.Message> answer = client.send().readToReady();
      assertThat(RawClient.transcript(answer)).isEqualTo("1 t T ZI");
      assertThat(answer.get(1).body())
          .isEqualTo(RawClient.body().int16(2).int32(23).int32(25).bytes());
    }
  }

  @Test
  void aStatementWithoutRowsHasNoData() throws Exception {
    try (RawClient client = connect()) {
      client.addParse("", "INSERT a").addDescribe('S', "").addBind("", "").addDescribe('P', "");
      client.addExecute("", 0).addSync();
      assertThat(client.exchange()).isEqualTo("1 t n 2 n C(INSERT 0 1) ZI");
    }
  }

  @Test
  void executeSendsNoDescription() throws Exception {
    try (RawClient client = connect()) {
      client.addParse("", "SELECT 1").addBind("", "").addExecute("", 0).addSync();
      assertThat(client.exchange()).isEqualTo("1 2 D[1] C(SELECT 1) ZI");
    }
  }

  @Test
  void anEmptyStatementIsPreparedAndAnsweredAsEmpty() throws Exception {
    try (RawClient client = connect()) {
      client.addParse("", " ").addBind("", "").addDescribe('P', "").addExecute("", 0).addSync();
      assertThat(client.exchange()).isEqualTo("1 2 n I ZI");
    }
  }

  @Test
  void aRowLimitSuspendsThePortal() throws Exception {
    try (RawClient client = connect()) {
      client.addParse("", "SERIES 5").addBind("p", "");
      client.addExecute("p", 2).addExecute("p", 2).addExecute("p", 2).addExecute("p", 2).addSync();
      assertThat(client.exchange())
          .isEqualTo(
              "1 2 D[1, row 1] D[2, row 2] s D[3, row 3] D[4, row 4] s D[5, row 5] C(SELECT 1)"
                  + " C(SELECT 0) ZI");
    }
  }

  @Test
  void aCursorIsDescribedAsPortalsAre() throws Exception {
    try (RawClient client = connect()) {
      client.addDescribe('P', "series").addSync();
      List<RawClient.Message> answer = client.send().readToReady();
      assertThat(RawClient.transcript(answer)).isEqualTo("T ZI");
      byte[] description = answer.getFirst().body();
      assertThat(description).startsWith(0, 2, 'i', 0).endsWith(0, 1); // two columns, in binary
      client.addDescribe('P', "nothing").addSync();
      assertThat(client.exchange()).isEqualTo("E(ERROR 34000) ZI");
    }
  }

  @Test
  void aRowLimitCountsCopies() throws Exception {
    try (RawClient client = connect()) {
      client.addParse("", "WEIGHTS").addBind("", "").addExecute("", 2).addExecute("", 0).addSync();
      assertThat(client.exchange())
          .isEqualTo("1 2 D[once] D[thrice] s D[thrice] D[thrice] C(SELECT 2) ZI");
    }
  }

  @Test
  void aPortalThatReturnsNoRowsRunsOnce() throws Exception {
    try (RawClient client = connect()) {
      client.addParse("", "INSERT a").addBind("", "").addExecute("", 0).addExecute("", 0).addSync();
      assertThat(client.exchange()).isEqualTo("1 2 C(INSERT 0 1) E(ERROR 55000) ZI");
      assertThat(backend.committed).isEmpty();
    }
  }

  @Test
  void portalsEndWithTheirTransaction() throws Exception {
    try (RawClient client = connect()) {
      client.addParse("s", "SERIES 5").addBind("p", "s").addExecute("p", 1).addSync();
      assertThat(client.exchange()).isEqualTo("1 2 D[1, row 1] s ZI");
      assertThat(client.addExecute("p", 1).addSync().exchange()).isEqualTo("E(ERROR 34000) ZI");

      assertThat(client.query("BEGIN")).isEqualTo("C(BEGIN) ZT");
      assertThat(client.addBind("p", "s").addExecute("p", 1).addSync().exchange())
          .isEqualTo("2 D[1, row 1] s ZT");
      assertThat(client.addExecute("p", 1).addSync().exchange()).isEqualTo("D[2, row 2] s ZT");
      client.addParse("", "COMMIT").addBind("", "").addExecute("", 0).addExecute("p", 1).addSync();
      assertThat(client.exchange()).isEqualTo("1 2 C(COMMIT) E(ERROR 34000) ZI");
    }
  }

  @Test
  void portalsOutliveTheUnnamedStatementTheyAreOf() throws Exception {
    try (RawClient client = connect()) {
      client.addQuery("BEGIN").exchange();
      client.addParse("", "SERIES 3").addBind("c", "").addExecute("c", 1);
      client
          .addParse("", "SELECT 9")
          .addBind("", "")
          .addExecute("", 0)
          .addExecute("c", 1)
          .addSync();
      assertThat(client.exchange())
          .isEqualTo("1 2 D[1, row 1] s 1 2 D[9] C(SELECT 1) D[2, row 2] s ZT");
    }
  }

  @Test
  void namedStatementsLiveUntilTheyAreClosed() throws Exception {
    try (RawClient client = connect()) {
      assertThat(client.addParse("s", "SELECT 1").addSync().exchange()).isEqualTo("1 ZI");
      assertThat(client.addBind("", "s").addExecute("", 0).addSync().exchange())
          .isEqualTo("2 D[1] C(SELECT 1) ZI");
      assertThat(client.addParse("s", "SELECT 2").addSync().exchange())
          .isEqualTo("E(ERROR 42P05) ZI");
      assertThat(client.addClose('S', "s").addClose('S', "never was").addSync().exchange())
          .isEqualTo("3 3 ZI");
      assertThat(client.addBind("", "s").addSync().exchange()).isEqualTo("E(ERROR 26000) ZI");
    }
  }

  @Test
  void statementsMayBeDeallocatedInSql() throws Exception {
    try (RawClient client = connect()) {
      client.addParse("a", "SELECT 1").addParse("b", "SELECT 2").addParse("", "SELECT 3").addSync();
      client.exchange();
      client.addParse("d", "DEALLOCATE a").addBind("p", "d").addExecute("p", 0).addSync();
      assertThat(client.exchange()).isEqualTo("1 2 C(DEALLOCATE) ZI");
      assertThat(client.addBind("", "a").addSync().exchange()).isEqualTo("E(ERROR 26000) ZI");
      assertThat(client.query("DEALLOCATE a")).isEqualTo("E(ERROR 26000) ZI");
      client.addBind("", "b").addExecute("", 0).addSync();
      assertThat(client.exchange()).isEqualTo("2 D[2] C(SELECT 1) ZI");
      assertThat(client.query("DEALLOCATE ALL")).isEqualTo("C(DEALLOCATE) ZI");
      assertThat(client.addBind("", "b").addSync().exchange()).isEqualTo("E(ERROR 26000) ZI");
    }
  }

  @Test
  void formatsMayChangeFromBindToBind() throws Exception {
    try (RawClient client = connect()) {
      client.addParse("s", "SELECT 258").addSync().exchange();
      for (int format : new int[] {0, 1, 1, 0}) {
        RawClient.Body bind = RawClient.body().string("").string("s").int16(0).int16(0);
        client.add('B', bind.int16(1).int16(format)).addExecute("", 0).addSync();
        assertThat(client.send().readToReady().get(1).values())
            .containsExactly(format == 0 ? "258" : "\0\0\1\2");
      }
    }
  }

  @Test
  void portalsOutliveTheStatementTheyAreOf() throws Exception {
    try (RawClient client = connect()) {
      client.addParse("s", "SERIES 1").addBind("p", "s").addClose('S', "s").addExecute("p", 0);
      assertThat(client.addSync().exchange()).isEqualTo("1 2 3 D[1, row 1] C(SELECT 1) ZI");
    }
  }

  @Test
  void aNamedPortalIsNotReplacedButTheUnnamedIs() throws Exception {
    try (RawClient client = connect()) {
      client.addParse("s", "SELECT 1").addBind("", "s").addBind("", "s").addBind("p", "s");
      client.addClose('P', "p").addBind("p", "s").addBind("p", "s").addSync();
      assertThat(client.exchange()).isEqualTo("1 2 2 2 3 2 E(ERROR 42P03) ZI");
    }
  }

  @Test
  void aQueryMessageDoesAwayWithTheUnnamedStatement() throws Exception {
    try (RawClient client = connect()) {
      client.addParse("", "SELECT 1").addSync().exchange();
      client.query("SELECT 2");
      assertThat(client.addBind("", "").addSync().exchange()).isEqualTo("E(ERROR 26000) ZI");
    }
  }

  @Test
  void afterAnErrorMessagesAreIgnoredUpToSync() throws Exception {
    try (RawClient client = connect()) {
      client.addParse("", "INSERT a").addBind("", "").addExecute("", 0);
      client.addParse("", "FAIL").addBind("", "").addExecute("", 0).addQuery("SELECT 1").addFlush();
      client.addSync().addQuery("SELECT 2");
      client.send();
      assertThat(RawClient.transcript(client.readToReady()))
          .isEqualTo("1 2 C(INSERT 0 1) E(ERROR 42703) ZI");
      assertThat(RawClient.transcript(client.readToReady())).isEqualTo("T D[2] C(SELECT 1) ZI");
      assertThat(backend.committed).isEmpty();
    }
  }

  @Test
  void aBatchIsOneImplicitTransactionThatSyncCommits() throws Exception {
    try (RawClient client = connect()) {
      for (String name : List.of("a", "b", "c")) {
        client.addParse("", "INSERT " + name).addBind("", "").addExecute("", 0);
      }
      client.addFlush().send();
      for (int i = 0; i < 9; i++) {
        client.read();
      }
      assertThat(backend.committed).isEmpty();
      assertThat(client.addSync().exchange()).isEqualTo("ZI");
      assertThat(backend.committed).containsExactly("a", "b", "c");
    }
  }

  @Test
  void aCommitThatFailsAtSyncIsAnErrorBeforeReadyForQuery() throws Exception {
    try (RawClient client = connect()) {
      client.addParse("", "INSERT refused").addBind("", "").addExecute("", 0).addSync();
      assertThat(client.exchange()).isEqualTo("1 2 C(INSERT 0 1) E(ERROR 40001) ZI");
      assertThat(client.query("INSERT a")).isEqualTo("C(INSERT 0 1) ZI");
      assertThat(backend.committed).containsExactly("a");
    }
  }

  @Test
  void anErrorWithinATransactionBlockFailsIt() throws Exception {
    try (RawClient client = connect()) {
      client.query("BEGIN");
      assertThat(client.addBind("", "unknown").addSync().exchange()).isEqualTo("E(ERROR 26000) ZE");
      assertThat(client.query("ROLLBACK")).isEqualTo("C(ROLLBACK) ZI");
    }
  }

  @Test
  void anErrorIsSentBeforeTheSyncThatEndsSkipping() throws Exception {
    try (RawClient client = connect()) {
      client.addParse("", "FAIL").addBind("", "").addExecute("", 0).addFlush().send();
      assertThat(client.read().type()).isEqualTo('E');
      assertThat(client.addSync().exchange()).isEqualTo("ZI");
    }
  }

  @Test
  void flushSendsAnswersWithoutSync() throws Exception {
    try (RawClient client = connect()) {
      client.addParse("", "SELECT 1").addDescribe('S', "").addFlush().send();
      assertThat(client.read().type()).isEqualTo('1');
      assertThat(client.read().type()).isEqualTo('t');
      assertThat(client.read().type()).isEqualTo('T');
      assertThat(client.addSync().exchange()).isEqualTo("ZI");
    }
  }

  @Test
  void manyBatchesMayBeSentBeforeTheFirstAnswerIsRead() throws Exception {
    try (RawClient client = connect()) {
      client.addParse("s", "LOOKUP $1").addSync().exchange();
      for (int i = 0; i < 2_000; i++) {
        client.addBind("", "s", String.valueOf(i)).addExecute("", 0).addSync();
      }
      client.send();
      for (int i = 0; i < 2_000; i++) {
        assertThat(client.readToReady().get(1).values().getFirst()).isEqualTo(String.valueOf(i));
      }
    }
  }

  @Test
  void parametersAndResultsMayBeInBinary() throws Exception {
    try (RawClient client = connect()) {
      client.addParse("s", "SELECT $1::integer, $2::text, $3::integer");
      // One format for all parameters, one for each result.
      RawClient.Body bind = RawClient.body().string("").string("s").int16(1).int16(1).int16(3);
      bind.int32(4).int32(-7).int32(2).raw((byte) 'h', (byte) 'i').int32(-1);
      bind.int16(3).int16(1).int16(1).int16(0);
      client.add('B', bind).addDescribe('P', "").addExecute("", 0).addSync();
      List<RawClient.Message> answer = client.send().readToReady();
      assertThat(answer.get(3).body())
          .isEqualTo(
              RawClient.body()
                  .int16(3)
                  .int32(4)
                  .int32(-7)
                  .int32(2)
                  .raw((byte) 'h', (byte) 'i')
                  .int32(-1)
                  .bytes());
      byte[] description = answer.get(2).body();
      assertThat(description[description.length - 1]).isEqualTo((byte) 0);
      assertThat(new String(description, java.nio.charset.StandardCharsets.ISO_8859_1))
          .contains("p1\0\0\0\0\0\0\0\0\0\0\27\0\4\377\377\377\377\0\1");
    }
  }

  @Test
  void formatsMustBeNoneOneOrAsManyAsThereAreValues() throws Exception {
    try (RawClient client = connect()) {
      client.addParse("s", "SELECT $1::integer, $2::integer, $3::text").addSync().exchange();
      assertThat(bindWithFormats(client, new int[] {0, 0}, 3, new int[] {}))
          .isEqualTo("bind message has 2 parameter formats but 3 parameters");
      assertThat(bindWithFormats(client, new int[] {}, 2, new int[] {}))
          .isEqualTo("bind message supplies 2 parameters, but prepared statement \"s\" requires 3");
      assertThat(bindWithFormats(client, new int[] {}, 3, new int[] {0, 0}))
          .isEqualTo("bind message has 2 result formats but query has 3 columns");
      assertThat(bindWithFormats(client, new int[] {}, 3, new int[] {2}))
          .isEqualTo("unsupported format code: 2");
      assertThat(bindWithFormats(client, new int[] {7}, 3, new int[] {}))
          .isEqualTo("unsupported format code: 7");
    }
  }

  private static String bindWithFormats(
      RawClient client, int[] parameterFormats, int parameters, int[] resultFormats)
      throws Exception {
    RawClient.Body bind = RawClient.body().string("").string("s").int16(parameterFormats.length);
    for (int format : parameterFormats) {
      bind.int16(format);
    }
    bind.int16(parameters);
    for (int i = 0; i < parameters; i++) {
      bind.int32(-1);
    }
    bind.int16(resultFormats.length);
    for (int format : resultFormats) {
      bind.int16(format);
    }
    List<RawClient.Message> answer = client.add('B', bind).addSync().send().readToReady();
    assertThat(answer).hasSize(2);
    return answer.getFirst().fields().getOrDefault('M', "");
  }

  @Test
  void anUnknownTypeNumberIsAnError() throws Exception {
    try (RawClient client = connect()) {
      assertThat(client.addParse("", "SELECT $1::integer", 999_999).addSync().exchange())
          .isEqualTo("E(ERROR 42704) ZI");
    }
  }

  @Test
  void subtypesOtherThanStatementAndPortalAreErrors() throws Exception {
    try (RawClient client = connect()) {
      assertThat(client.addDescribe('X', "").addSync().exchange()).isEqualTo("E(ERROR 08P01) ZI");
      assertThat(client.addClose('X', "").addSync().exchange()).isEqualTo("E(ERROR 08P01) ZI");
    }
  }
}
