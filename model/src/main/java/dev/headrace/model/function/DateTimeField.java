package dev.headrace.model.function;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The parts of dates and times that EXTRACT gives and DATE_TRUNC cuts at. */
enum DateTimeField {
  MICROSECONDS("microsecond us usec usecs usecond useconds"),
  MILLISECONDS("millisecond ms msec msecs mseconds"),
  SECOND("seconds s sec secs"),
  MINUTE("minutes m min mins"),
  HOUR("hours h hr hrs"),
  DAY("days d"),
  WEEK("weeks w"),
  MONTH("months mon mons"),
  QUARTER("qtr"),
  YEAR("years y yr yrs"),
  DECADE("decades dec decs"),
  CENTURY("centuries c cent"),
  MILLENNIUM("millennia mil mils"),
  ISOYEAR("isoyear"),
  DOW("dow"),
  ISODOW("isodow"),
  DOY("doy"),
  EPOCH("epoch"),
  JULIAN("julian"),
  TIMEZONE("timezone"),
  TIMEZONE_HOUR("timezone_h"),
  TIMEZONE_MINUTE("timezone_m");

  private static final Map<Slice, DateTimeField> BY_NAME = new HashMap<>();

  static {
    for (DateTimeField field : values()) {
      BY_NAME.put(Slice.of(field.name().toLowerCase(Locale.ROOT)), field);
      for (String synonym : field.synonyms.split(" ", -1)) {
        BY_NAME.put(Slice.of(synonym), field);
      }
    }
  }

  private final String synonyms;

  DateTimeField(String synonyms) {
    this.synonyms = synonyms;
  }

  /**
   * The field of a name in any case.
   *
   * @throws SqlException 22023 if there is none
   */
  static DateTimeField of(Slice name, String type) {
    DateTimeField field = BY_NAME.get(name);
    if (field == null) {
      field = BY_NAME.get(LetterCase.lower(name, new Slice()));
    }
    if (field == null) {
      throw notRecognized(name, type);
    }
    return field;
  }

  /**
   * The unit of a name to cut at.
   *
   * @throws SqlException 22023 if there is none, or if it only says what to extract
   */
  static DateTimeField unitOf(Slice name, String type) {
    DateTimeField field = of(name, type);
    if (field.compareTo(ISOYEAR) >= 0 && field.compareTo(TIMEZONE) < 0) {
      throw notRecognized(name, type);
    }
    return field;
  }

  private static SqlException notRecognized(Slice name, String type) {
    return new SqlException(
        ErrorCode.INVALID_PARAMETER_VALUE,
        "unit " + SqlException.quote(name.toString()) + " not recognized for type " + type);
  }

  /** 0A000: the type does not have this field. */
  SqlException notSupported(String type) {
    return new SqlException(
        ErrorCode.FEATURE_NOT_SUPPORTED,
        "unit \"" + name().toLowerCase(Locale.ROOT) + "\" not supported for type " + type);
  }
}
