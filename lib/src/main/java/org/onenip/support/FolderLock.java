package org.onenip.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Keeps a folder to one writer at a time, on this machine and, where the file system knows locks,
 * on others: what two commands write into one folder would be mixed. The lock is on the file {@code
 * .lock}, which goes with it; a kill leaves the file, but no lock.
 */
public final class FolderLock implements AutoCloseable {
  private static final String FILE = ".lock";

  /** The last byte of any file: elsewhere Windows would let nobody read the mark. */
  private static final long LOCKED = Long.MAX_VALUE - 1;

  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;

  private FolderLock(Path file, FileChannel channel, FileLock lock) {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Makes the folder where it is missing, and locks it.
   *
   * @throws UserError if another command or thread holds it, or it cannot be written
   */
  public static FolderLock open(Path folder) {
    return open(folder, FILE);
  }

  /**
   * The same for a command whose parts lock the folder themselves.
   *
   * @param name of the file, which such commands share
   */
  public static FolderLock open(Path folder, String name) {
    try {
      Files.createDirectories(folder);
      var locked = attempt(folder, name);
      while (locked == null) { // the one before has just let go, and taken the file along
        locked = attempt(folder, name);
      }
      return locked;
    } catch (IOException e) {
      throw new UserError(
          "The folder %s cannot be written (%s); check its rights and the free space, or choose another."
              .formatted(folder, Reasons.of(e)),
          e);
    }
  }

  /** Null where the file that was locked is no longer that of the folder. */
  private static FolderLock attempt(Path folder, String name) throws IOException {
    var file = folder.resolve(name);
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean held = false;
    try {
      var lock = lock(channel);
      if (lock == null) {
        throw new UserError(
            "Another command writes to %s; wait for it, or choose another folder."
                .formatted(folder));
      }
      held = marked(file, channel);
      return held ? new FolderLock(file, channel, lock) : null;
    } finally {
      if (!held) {
        channel.close();
      }
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED, 1, false);
    } catch (OverlappingFileLockException e) { // held by this very program
      return null;
    }
  }

  /** Whether what is written to the channel is found in the folder. */
  private static boolean marked(Path file, FileChannel channel) throws IOException {
    var mark = UUID.randomUUID().toString();
    channel.truncate(0).write(ByteBuffer.wrap(mark.getBytes(StandardCharsets.UTF_8)));
    try {
      return Files.readString(file).equals(mark);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    try (channel;
        lock) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UserError(
          "The lock %s cannot be released (%s); check the folder.".formatted(file, Reasons.of(e)),
          e);
    }
  }
}
