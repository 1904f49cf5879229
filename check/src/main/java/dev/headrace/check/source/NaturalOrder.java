package dev.headrace.check.source;

import java.math.BigInteger;
import java.util.Comparator;

/** Names with numbers in them: V2 is before V10. */
public enum NaturalOrder implements Comparator<String> {
  INSTANCE;

  @Override
  public int compare(String left, String right) {
    int l = 0;
    int r = 0;
    while (l < left.length() && r < right.length()) {
      int lEnd = digits(left, l);
      int rEnd = digits(right, r);
      int order =
          lEnd > l && rEnd > r
              ? new BigInteger(left.substring(l, lEnd))
                  .compareTo(new BigInteger(right.substring(r, rEnd)))
              : Character.compare(left.charAt(l), right.charAt(r));
      if (order != 0) {
        return order;
      }
      l = Math.max(lEnd, l + 1);
      r = Math.max(rEnd, r + 1);
    }
    return Integer.compare(left.length() - l, right.length() - r);
  }

  private static int digits(String text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i;
  }
}
