package dev.headrace.connect.parquet;

import java.util.Locale;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type.Repetition;

/**
 * A flat column of a file.
 *
 * @param chunk which of a row group's chunks holds it
 * @param schema its name and types
 * @param optional whether its pages have definition levels
 */
record ParquetColumn(int chunk, SchemaElement schema, boolean optional) {
  ParquetColumn {
    if (schema.isSetType_length() && schema.getType_length() < 0) {
      throw new IllegalArgumentException("values of " + schema.getType_length() + " bytes");
    }
  }

  String name() {
    return schema.getName();
  }

  /** Bytes of a FIXED_LEN_BYTE_ARRAY or INT96 value. */
  int width() {
    return switch (schema.getType()) {
      case INT96 -> 12;
      case FIXED_LEN_BYTE_ARRAY -> schema.getType_length();
      case BOOLEAN, INT32, INT64, FLOAT, DOUBLE, BYTE_ARRAY -> 0;
    };
  }

  /** The column as parquet-java's decoders know it. */
  ColumnDescriptor descriptor() {
    PrimitiveType.PrimitiveTypeName type =
        switch (schema.getType()) {
          case BOOLEAN -> PrimitiveType.PrimitiveTypeName.BOOLEAN;
          case INT32 -> PrimitiveType.PrimitiveTypeName.INT32;
          case INT64 -> PrimitiveType.PrimitiveTypeName.INT64;
          case INT96 -> PrimitiveType.PrimitiveTypeName.INT96;
          case FLOAT -> PrimitiveType.PrimitiveTypeName.FLOAT;
          case DOUBLE -> PrimitiveType.PrimitiveTypeName.DOUBLE;
          case BYTE_ARRAY -> PrimitiveType.PrimitiveTypeName.BINARY;
          case FIXED_LEN_BYTE_ARRAY -> PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
        };
    return new ColumnDescriptor(
        new String[] {name()}, new PrimitiveType(Repetition.REQUIRED, type, width(), name()), 0, 0);
  }

  /** The type for people. */
  String typeName() {
    String physical = schema.getType().name().toLowerCase(Locale.ROOT);
    return schema.isSetLogicalType() && schema.getLogicalType().getSetField() != null
        ? physical + " (" + schema.getLogicalType().getSetField().getFieldName() + ")"
        : schema.isSetConverted_type()
            ? physical + " (" + schema.getConverted_type() + ")"
            : physical;
  }
}
