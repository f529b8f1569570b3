package org.onenip.support;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A folder that nobody else can put files into, among those of all users. */
public final class PrivateFolder {
  private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");

  private PrivateFolder() {}

  /**
   * Makes the folder, or takes it where it is there and ours alone.
   *
   * @param parent where everybody may make folders
   * @param remedy what the user can do where it is not ours
   * @throws UserError if somebody else made it, or may write to it
   */
  public static Path in(Path parent, String name, String remedy) {
    var folder = parent.resolve(name);
    try {
      if (!knowsOwners(parent)) { // Windows has a temporary folder for each user
        return Files.createDirectories(folder);
      }
      try {
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OURS));
      } catch (FileAlreadyExistsException e) {
        // looked at below, as the new one is
      }
      if (isOurs(folder, parent)) {
        return folder;
      }
    } catch (IOException e) {
      throw new UserError(
          "The folder %s cannot be made (%s); %s.".formatted(folder, Reasons.of(e), remedy), e);
    }
    throw new UserError(
        "The folder %s is not yours alone, so that others could put programs into it; %s."
            .formatted(folder, remedy));
  }

  /** Whether all users may write to a folder. */
  public static boolean isOpenToAll(Path folder) {
    try {
      return knowsOwners(folder)
          && Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE);
    } catch (IOException e) {
      return false; // nobody can write to what is not there
    }
  }

  private static boolean knowsOwners(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static boolean isOurs(Path folder, Path parent) throws IOException {
    var is = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    var trial = Files.createTempFile(parent, "onenip", null);
    try {
      return is.isDirectory()
          && is.owner().equals(Files.getOwner(trial))
          && is.permissions().equals(OURS);
    } finally {
      Files.delete(trial);
    }
  }
}
