package org.onenip.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keeps a folder to one writer at a time, on this machine and, where the file system knows locks,
 * on others: what two commands write into one folder would be mixed. The lock is on the file {@code
 * .lock}, which goes with it; a kill leaves the file, but no lock.
 */
public final class FolderLock implements AutoCloseable {
  private static final String FILE = ".lock";

  /** Bytes of the file, at most. */
  private static final int LONGEST = 1 << 16;

  /** The last byte of any file: elsewhere Windows would let nobody write. */
  private static final long LOCKED = Long.MAX_VALUE - 1;

  /** Files of this very program, which must not open one again: closing that would let all go. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

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
    var file = folder.toRealPath().resolve(name);
    if (!HELD.add(file)) {
      throw held(folder);
    }
    try {
      var lock = attempt(folder, file);
      if (lock == null) {
        HELD.remove(file);
      }
      return lock;
    } catch (IOException | RuntimeException e) {
      HELD.remove(file);
      throw e;
    }
  }

  private static UserError held(Path folder) {
    return new UserError(
        "Another command writes to %s; wait for it, or choose another folder.".formatted(folder));
  }

  private static FolderLock attempt(Path folder, Path file) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean held = false;
    try {
      var lock = channel.tryLock(LOCKED, 1, false);
      if (lock == null) {
        throw held(folder);
      }
      held = marked(file, channel);
      return held ? new FolderLock(file, channel, lock) : null;
    } finally {
      if (!held) {
        channel.close();
      }
    }
  }

  /**
   * Whether the channel is of the folder's file still, by a length drawn by chance. Nobody may open
   * the file to look inside: when a program closes a file, POSIX takes all its locks on it.
   */
  private static boolean marked(Path file, FileChannel channel) throws IOException {
    int length = 1 + ThreadLocalRandom.current().nextInt(LONGEST);
    channel.truncate(0).write(ByteBuffer.allocate(length));
    try {
      return Files.size(file) == length;
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
    } finally {
      HELD.remove(file);
    }
  }
}
