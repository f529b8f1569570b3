package org.onenip.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * Why a file could not be read or written, in words: what Java's errors say of it is now the
 * class's name, now the path alone.
 */
public final class Reasons {
  private Reasons() {}

  /** To be put into brackets after what failed. */
  public static String of(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "it does not exist";
    } else if (e instanceof AccessDeniedException) {
      return "access is denied";
    } else if (e instanceof FileAlreadyExistsException) {
      return "something else has its name";
    } else if (e instanceof NotDirectoryException) {
      return "it is no folder";
    } else if (e instanceof DirectoryNotEmptyException) {
      return "the folder is not empty";
    } else if (e instanceof CharacterCodingException) {
      return "it is no UTF-8 text";
    } else if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** The same of an error that was carried through code that may not throw it. */
  public static String of(UncheckedIOException e) {
    return of(e.getCause());
  }
}
