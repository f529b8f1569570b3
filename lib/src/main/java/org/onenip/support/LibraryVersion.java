package org.onenip.support;

/** The library's version, which stands in {@code pom.xml} alone. */
public final class LibraryVersion {
  private LibraryVersion() {}

  /** As in {@code 0.1.0}; what is not yet released ends in {@code -SNAPSHOT}. */
  public static String current() {
    return Resources.text(LibraryVersion.class, "version.txt").strip();
  }
}
