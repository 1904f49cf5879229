package dev.headrace.connect.parquet;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import io.airlift.compress.v3.Decompressor;
import io.airlift.compress.v3.lz4.Lz4JavaDecompressor;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import io.airlift.compress.v3.zstd.ZstdJavaDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.CompressionCodec;

/** Decompresses pages. */
@FunctionalInterface
interface PageCodec {
  /** Fills the target's range from the source's. */
  void decompress(
      byte[] source, int offset, int length, byte[] target, int targetOffset, int targetLength)
      throws IOException;

  /**
   * The decompressor of a codec; not for several threads.
   *
   * @throws SqlException {@link ErrorCode#FEATURE_NOT_SUPPORTED}
   */
  static PageCodec of(CompressionCodec codec) {
    return switch (codec) {
      case UNCOMPRESSED ->
          (source, offset, length, target, targetOffset, targetLength) ->
              System.arraycopy(source, offset, target, targetOffset, targetLength);
      case GZIP -> PageCodec::gunzip;
      case SNAPPY -> of(new SnappyJavaDecompressor());
      case ZSTD -> of(new ZstdJavaDecompressor());
      case LZ4_RAW -> of(new Lz4JavaDecompressor());
      case LZO, BROTLI, LZ4 ->
          throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "Parquet compression " + codec + " is not supported");
    };
  }

  private static PageCodec of(Decompressor decompressor) {
    return (source, offset, length, target, targetOffset, targetLength) -> {
      int count =
          decompressor.decompress(source, offset, length, target, targetOffset, targetLength);
      if (count != targetLength) {
        throw new IOException("page has " + count + " bytes instead of " + targetLength);
      }
    };
  }

  private static void gunzip(
      byte[] source, int offset, int length, byte[] target, int targetOffset, int targetLength)
      throws IOException {
    try (GZIPInputStream input =
        new GZIPInputStream(new ByteArrayInputStream(source, offset, length))) {
      int count = input.readNBytes(target, targetOffset, targetLength);
      if (count != targetLength) {
        throw new IOException("page has " + count + " bytes instead of " + targetLength);
      }
    }
  }
}
