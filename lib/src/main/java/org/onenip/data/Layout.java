package org.onenip.data;

import ai.djl.util.Progress;
import org.onenip.support.UserError;

/** How a data set comes: a way to lay out a folder, or a set that is fetched. One a file. */
public sealed interface Layout permits FolderLayout, LabelledImages {
  /** What stands before the colon where a user names it, for example {@code visa:DIR}. */
  String name();

  /** One line on what it is. */
  String description();

  /** What to write after {@code --data}. */
  String example();

  /**
   * Lists what is there, with whatever is wrong in it.
   *
   * @param where a folder, or which part of a fetched set
   * @param progress hears of what has to be fetched first
   * @throws UserError if there is no such set, or nothing can be made of it
   */
  Listing list(String where, Progress progress);
}
