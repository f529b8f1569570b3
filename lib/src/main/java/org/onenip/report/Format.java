package org.onenip.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;

/** Numbers as pages show them. */
public final class Format {
  private static final String NONE = "–";

  private Format() {}

  /** A rate in per cent with one decimal. */
  public static String percent(Double rate) {
    return rate == null || !Double.isFinite(rate)
        ? NONE
        : String.format(Locale.ROOT, "%.1f", 100 * rate);
  }

  /** Three significant digits, without an exponent between a thousandth and a million. */
  public static String number(double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    var rounded = new BigDecimal(value).round(new MathContext(3));
    double size = Math.abs(value);
    return size == 0 || size >= 1e-3 && size < 1e6 ? rounded.toPlainString() : rounded.toString();
  }

  /** For example {@code 1 h 04 min} or {@code 2 min 10 s}. */
  public static String duration(Duration time) {
    if (time.toHours() > 0) {
      return "%d h %02d min".formatted(time.toHours(), time.toMinutesPart());
    }
    return time.toMinutes() > 0
        ? "%d min %02d s".formatted(time.toMinutes(), time.toSecondsPart())
        : "%d s".formatted(time.toSeconds());
  }
}
