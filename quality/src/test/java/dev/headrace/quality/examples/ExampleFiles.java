package dev.headrace.quality.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The files that examples read, by the names that the pages give them. */
final class ExampleFiles {
  private ExampleFiles() {}

  /** Makes them, and gives the directory back. */
  static Path in(Path directory) throws IOException, SQLException {
    Path data = Files.createDirectories(directory.resolve("data"));
    Files.createDirectories(directory.resolve("out"));
    Files.writeString(
        data.resolve("airports.csv"),
        """
        iata,name,state
        ATL,William B Hartsfield-Atlanta Intl,GA
        SFO,San Francisco International,CA
        """);
    Files.writeString(
        data.resolve("readings.csv"),
        """
        sensor,value,at
        1,20.5,2024-05-01 10:00:00
        2,18.25,2024-05-01 10:00:00
        1,warm,2024-05-01 10:01:00
        1,21.0,2024-05-01 10:02:00
        """);
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute(
          """
          COPY (SELECT TIMESTAMP '2001-01-01 00:00' AS date, 5::BIGINT AS delay,
                       2139::BIGINT AS distance, 'ATL' AS origin, 'SFO' AS destination)
          TO '%s' (FORMAT parquet)
          """
              .formatted(data.resolve("flights-3m.parquet")));
    }
    return directory;
  }
}
