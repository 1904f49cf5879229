package dev.headrace.pgwire;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * COPY of a {@link FakeConnection}: lines of text. A line {@code bad} fails, a line {@code stop}
 * ends the statement before the client's data ends.
 */
final class FakeCopy {
  private FakeCopy() {}

  static Completion in(List<String> inserted) {
    return new Completion.CopyIn(
        false,
        1,
        data -> {
          BufferedReader lines =
              new BufferedReader(new InputStreamReader(data, StandardCharsets.UTF_8));
          long rows = 0;
          for (String line = lines.readLine();
              line != null && !line.equals("stop");
              line = lines.readLine()) {
            rows++;
            if (line.equals("bad")) {
              throw new SqlException(ErrorCode.BAD_COPY_FILE_FORMAT, "a bad line")
                  .withContext("COPY t, line " + rows);
            }
            inserted.add(line);
          }
          return new Completion.Complete("COPY", rows);
        });
  }

  static Completion out(int count) {
    return new Completion.CopyOut(
        false,
        1,
        sink -> {
          for (int line = 1; line <= count; line++) {
            if (line == 666) {
              throw new SqlException(ErrorCode.DIVISION_BY_ZERO, "division by zero");
            }
            byte[] bytes = ("line " + line + "\n").getBytes(StandardCharsets.UTF_8);
            sink.data(bytes, 0, bytes.length);
          }
          return new Completion.Complete("COPY", count);
        });
  }
}
