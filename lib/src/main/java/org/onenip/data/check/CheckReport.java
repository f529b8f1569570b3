package org.onenip.data.check;

import java.util.List;

/**
 * What a check found.
 *
 * @param name of the data set
 * @param layout its layout's name
 * @param published the published sets that it was compared with
 * @param classes counts, by class
 * @param findings the worst first
 */
public record CheckReport(
    String name,
    String layout,
    List<String> published,
    List<CheckedClass> classes,
    List<Finding> findings) {
  /** Whether nothing has to be mended. */
  public boolean sound() {
    return findings.stream().noneMatch(finding -> finding.kind().wrong());
  }
}
