package dev.headrace.ir;

import static dev.headrace.model.SqlType.Kind.ARRAY;
import static dev.headrace.model.SqlType.Kind.BIGINT;
import static dev.headrace.model.SqlType.Kind.BOOLEAN;
import static dev.headrace.model.SqlType.Kind.BYTEA;
import static dev.headrace.model.SqlType.Kind.CHAR;
import static dev.headrace.model.SqlType.Kind.INTEGER;
import static dev.headrace.model.SqlType.Kind.TEXT;

import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.function.Bytes;
import dev.headrace.model.function.BytesEdits;
import dev.headrace.model.function.Encodings;
import dev.headrace.model.function.IdentifierParts;
import dev.headrace.model.function.LetterCase;
import dev.headrace.model.function.Like;
import dev.headrace.model.function.QuantifiedPatterns;
import dev.headrace.model.function.RegexpSearches;
import dev.headrace.model.function.RegularExpressions;
import dev.headrace.model.function.SimilarTo;
import dev.headrace.model.function.TextFormatting;
import dev.headrace.model.function.TextLimits;
import dev.headrace.model.function.TextSplitting;
import dev.headrace.model.function.Texts;
import dev.headrace.model.function.UnicodeTexts;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Registry: functions on text. */
final class TextFunctions {
  private TextFunctions() {}

  static void addTo(FunctionList list) {
    parts(list.in(Texts.class));
    list.in(LetterCase.class)
        .add("lower", "lower", TEXT, TEXT)
        .add("upper", "upper", TEXT, TEXT)
        .add("initcap", "capitalise", TEXT, TEXT);
    list.in(Like.class)
        .add("like", "like", BOOLEAN, TEXT, TEXT)
        .add("like", "like", BOOLEAN, TEXT, TEXT, TEXT)
        .add("ilike", "likeIgnoringCase", BOOLEAN, TEXT, TEXT)
        .add("ilike", "likeIgnoringCase", BOOLEAN, TEXT, TEXT, TEXT);
    list.in(SimilarTo.class)
        .add("similar to", "matches", BOOLEAN, TEXT, TEXT)
        .add("similar to", "matches", BOOLEAN, TEXT, TEXT, TEXT)
        .nullable("substring", "part", TEXT, TEXT, TEXT, TEXT);
    patternsAndCodes(list);
    list.in(TextLimits.class)
        .add("varchar_cast", "castToVarchar", TEXT, TEXT, INTEGER)
        .add("char_cast", "castToCharacter", TEXT, TEXT, INTEGER)
        .add("varchar_assign", "assignVarchar", TEXT, TEXT, INTEGER)
        .add("char_assign", "assignCharacter", TEXT, TEXT, INTEGER);
  }

  private static void parts(FunctionList list) {
    for (String name : new String[] {"length", "char_length", "character_length"}) {
      list.add(name, "length", INTEGER, TEXT).add(name, "lengthOfCharacter", INTEGER, CHAR);
    }
    list.add("octet_length", "octetLength", INTEGER, TEXT)
        .add("bit_length", "bitLength", INTEGER, TEXT)
        .add("||", "concat", TEXT, TEXT, TEXT)
        .add("substring", "substring", TEXT, TEXT, INTEGER)
        .add("substring", "substring", TEXT, TEXT, INTEGER, INTEGER)
        .add("substr", "substring", TEXT, TEXT, INTEGER)
        .add("substr", "substring", TEXT, TEXT, INTEGER, INTEGER)
        .add("left", "left", TEXT, TEXT, INTEGER)
        .add("right", "right", TEXT, TEXT, INTEGER)
        .add("strpos", "position", INTEGER, TEXT, TEXT)
        .add("position", "positionOf", INTEGER, TEXT, TEXT)
        .add("starts_with", "startsWith", BOOLEAN, TEXT, TEXT)
        .add("^@", "startsWith", BOOLEAN, TEXT, TEXT)
        .add("split_part", "splitPart", TEXT, TEXT, TEXT, INTEGER)
        .add("btrim", "trim", TEXT, TEXT)
        .add("btrim", "trim", TEXT, TEXT, TEXT)
        .add("ltrim", "trimLeft", TEXT, TEXT)
        .add("ltrim", "trimLeft", TEXT, TEXT, TEXT)
        .add("rtrim", "trimRight", TEXT, TEXT)
        .add("rtrim", "trimRight", TEXT, TEXT, TEXT)
        .add("replace", "replace", TEXT, TEXT, TEXT, TEXT)
        .add("overlay", "overlay", TEXT, TEXT, TEXT, INTEGER)
        .add("overlay", "overlay", TEXT, TEXT, TEXT, INTEGER, INTEGER)
        .add("lpad", "padLeft", TEXT, TEXT, INTEGER)
        .add("lpad", "padLeft", TEXT, TEXT, INTEGER, TEXT)
        .add("rpad", "padRight", TEXT, TEXT, INTEGER)
        .add("rpad", "padRight", TEXT, TEXT, INTEGER, TEXT)
        .add("repeat", "repeat", TEXT, TEXT, INTEGER)
        .add("reverse", "reverse", TEXT, TEXT)
        .add("translate", "translate", TEXT, TEXT, TEXT, TEXT);
  }

  private static void searches(FunctionList list) {
    list.nullable("regexp_match", "match", ARRAY, TEXT, TEXT)
        .nullable("regexp_match", "match", ARRAY, TEXT, TEXT, TEXT)
        .add("regexp_like", "like", BOOLEAN, TEXT, TEXT, TEXT)
        .add("regexp_replace", "replace", TEXT, TEXT, TEXT, TEXT, INTEGER)
        .add("regexp_replace", "replace", TEXT, TEXT, TEXT, TEXT, INTEGER, INTEGER)
        .add("regexp_replace", "replace", TEXT, TEXT, TEXT, TEXT, INTEGER, INTEGER, TEXT)
        .add("regexp_split_to_array", "split", ARRAY, TEXT, TEXT)
        .add("regexp_split_to_array", "split", ARRAY, TEXT, TEXT, TEXT);
    Kind[] places = {TEXT, TEXT, INTEGER, INTEGER, INTEGER, TEXT, INTEGER};
    for (int count = 2; count <= places.length; count++) {
      list.add("regexp_instr", "position", INTEGER, Arrays.copyOf(places, count));
    }
    Kind[] parts = {TEXT, TEXT, INTEGER, INTEGER, TEXT, INTEGER};
    for (int count = 2; count <= parts.length; count++) {
      list.nullable("regexp_substr", "part", TEXT, Arrays.copyOf(parts, count));
    }
    Kind[] counted = {TEXT, TEXT, INTEGER, TEXT};
    for (int count = 2; count <= counted.length; count++) {
      list.add("regexp_count", "count", INTEGER, Arrays.copyOf(counted, count));
    }
  }

  private static void patternsAndCodes(FunctionList list) {
    list.in(RegularExpressions.class)
        .add("~", "matches", BOOLEAN, TEXT, TEXT)
        .add("~*", "matchesIgnoringCase", BOOLEAN, TEXT, TEXT)
        .add("regexp_like", "matches", BOOLEAN, TEXT, TEXT)
        .nullable("substring", "substring", TEXT, TEXT, TEXT)
        .add("regexp_replace", "replace", TEXT, TEXT, TEXT, TEXT)
        .add("regexp_replace", "replace", TEXT, TEXT, TEXT, TEXT, TEXT);
    list.in(QuantifiedPatterns.class);
    for (String quantifier : List.of("Any", "All")) {
      String word = " " + quantifier.toLowerCase(Locale.ROOT);
      list.nullable("like" + word, "like" + quantifier, BOOLEAN, TEXT, ARRAY)
          .nullable("ilike" + word, "likeIgnoringCase" + quantifier, BOOLEAN, TEXT, ARRAY)
          .nullable("~" + word, "matches" + quantifier, BOOLEAN, TEXT, ARRAY)
          .nullable("~*" + word, "matchesIgnoringCase" + quantifier, BOOLEAN, TEXT, ARRAY);
    }
    searches(list.in(RegexpSearches.class));
    list.in(TextSplitting.class)
        .add("string_to_array", "toArray", ARRAY, TEXT, TEXT)
        .add("string_to_array", "toArray", ARRAY, TEXT, TEXT, TEXT)
        .add("$characters", "characters", ARRAY, TEXT)
        .add("$characters", "characters", ARRAY, TEXT, TEXT);
    list.in(TextFormatting.class).add("format", "format", TEXT, TEXT, ARRAY);
    list.in(IdentifierParts.class).add("parse_ident", "parse", ARRAY, TEXT, BOOLEAN);
    list.in(UnicodeTexts.class)
        .add("normalize", "normalize", TEXT, TEXT, TEXT)
        .add("unistr", "unescape", TEXT, TEXT);
    list.in(Encodings.class)
        .add("ascii", "ascii", INTEGER, TEXT)
        .add("chr", "chr", TEXT, INTEGER)
        .add("to_hex", "toHex", TEXT, INTEGER)
        .add("to_hex", "toHex", TEXT, BIGINT)
        .add("md5", "md5", TEXT, TEXT)
        .add("md5", "md5", TEXT, BYTEA)
        .add("sha256", "sha256", BYTEA, BYTEA)
        .add("sha512", "sha512", BYTEA, BYTEA)
        .add("encode", "encode", TEXT, BYTEA, TEXT)
        .add("decode", "decode", BYTEA, TEXT, TEXT);
    list.in(Bytes.class)
        .add("sha224", "sha224", BYTEA, BYTEA)
        .add("sha384", "sha384", BYTEA, BYTEA)
        .add("get_byte", "byteAt", INTEGER, BYTEA, INTEGER)
        .add("set_byte", "withByte", BYTEA, BYTEA, INTEGER, INTEGER)
        .add("get_bit", "bitAt", INTEGER, BYTEA, BIGINT)
        .add("set_bit", "withBit", BYTEA, BYTEA, BIGINT, INTEGER)
        .add("bit_count", "bitCount", BIGINT, BYTEA)
        .add("substring", "part", BYTEA, BYTEA, INTEGER)
        .add("substring", "part", BYTEA, BYTEA, INTEGER, INTEGER)
        .add("substr", "part", BYTEA, BYTEA, INTEGER)
        .add("substr", "part", BYTEA, BYTEA, INTEGER, INTEGER)
        .add("convert_from", "toText", TEXT, BYTEA, TEXT)
        .add("convert_to", "ofText", BYTEA, TEXT, TEXT);
    list.in(BytesEdits.class)
        .add("btrim", "trim", BYTEA, BYTEA, BYTEA)
        .add("ltrim", "trimLeft", BYTEA, BYTEA, BYTEA)
        .add("rtrim", "trimRight", BYTEA, BYTEA, BYTEA)
        .add("overlay", "overlay", BYTEA, BYTEA, BYTEA, INTEGER)
        .add("overlay", "overlay", BYTEA, BYTEA, BYTEA, INTEGER, INTEGER)
        .add("position", "position", INTEGER, BYTEA, BYTEA);
    list.in(Texts.class)
        .add("length", "octetLength", INTEGER, BYTEA)
        .add("octet_length", "octetLength", INTEGER, BYTEA)
        .add("bit_length", "bitLength", INTEGER, BYTEA)
        .add("||", "concat", BYTEA, BYTEA, BYTEA);
  }
}
