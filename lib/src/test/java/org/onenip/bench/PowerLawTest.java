package org.onenip.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class PowerLawTest {
  @Test
  void findsTheExponentOfAPower() {
    var fit = PowerLaw.fit(List.of(1.0, 2.0, 4.0, 8.0), List.of(3.0, 12.0, 48.0, 192.0)); // 3 x²
    assertEquals(2, fit.exponent(), 1e-12);
    assertEquals(3, fit.factor(), 1e-12);
    assertEquals(1, fit.determination(), 1e-12);
    assertEquals(300, fit.at(10), 1e-9);
  }

  @Test
  void leavesTheSmallestPointsOut() {
    // 0.5 a call hides the growth at first; from 10 on it is 0.1 x
    var fit =
        PowerLaw.fit(
            List.of(0.1, 1.0, 10.0, 100.0, 1000.0, 10_000.0),
            List.of(0.5, 0.5, 1.0, 10.0, 100.0, 1000.0));
    assertEquals(1, fit.exponent(), 1e-12);
    assertEquals(10, fit.from());
    assertEquals(10_000, fit.to());
  }

  @Test
  void followsAllOfFewPoints() {
    var fit = PowerLaw.fit(List.of(4.0, 9.0), List.of(2.0, 3.0));
    assertEquals(0.5, fit.exponent(), 1e-12);
    assertEquals(4, fit.from());
  }

  @Test
  void theLineRunsBetweenPointsThatLieOnNone() {
    // logarithms to base 2: (0, 0), (1, 1), (2, 1); slope 1/2, intercept 1/6, R² 3/4
    var fit = PowerLaw.fit(List.of(1.0, 2.0, 4.0), List.of(1.0, 2.0, 2.0));
    assertEquals(0.5, fit.exponent(), 1e-12);
    assertEquals(Math.pow(2, 1 / 6.0), fit.factor(), 1e-12);
    assertEquals(0.75, fit.determination(), 1e-12);
  }

  @Test
  void refusesASinglePoint() {
    assertThrows(IllegalArgumentException.class, () -> PowerLaw.fit(List.of(1.0), List.of(1.0)));
  }
}
