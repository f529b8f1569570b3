package org.onenip.data;

import ai.djl.util.Progress;
import java.nio.file.Path;

/** A way to lay out a data set in a folder. */
public sealed interface FolderLayout extends Layout
    permits MetaFiles, VisaFolder, BtadFolder, MvtecFolder {
  /** Whether a folder (or a file, for a list) looks like it. */
  boolean fits(Path path);

  /**
   * Lists what is there, with whatever is wrong in it.
   *
   * @throws org.onenip.support.UserError if nothing can be made of it
   */
  Listing list(Path path);

  @Override
  default Listing list(String where, Progress progress) {
    return list(Path.of(where));
  }
}
