package org.onenip.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.support.UserError;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "each user has a temporary folder there")
class EngineFolderTest {
  private static final Path NO_HOME = Path.of("nowhere", "home");

  @TempDir Path temporary;

  private static void permit(Path folder, String permissions) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void aHomeOfOnesOwnIsTaken() {
    assertEquals(Optional.empty(), EngineFolder.choose(temporary, temporary));
  }

  @Test
  void withoutAHomeTheFolderIsTheUsersAlone() throws IOException {
    var folder = EngineFolder.choose(NO_HOME, temporary).orElseThrow();
    assertEquals(temporary, folder.getParent());
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
    assertEquals(folder, EngineFolder.choose(NO_HOME, temporary).orElseThrow(), "the same again");
    permit(temporary, "rwxrwxrwx");
    assertEquals(folder, EngineFolder.choose(temporary, temporary).orElseThrow(), "home is all's");
  }

  @Test
  void whatOthersMayFillIsRefused() throws IOException {
    var folder = EngineFolder.choose(NO_HOME, temporary).orElseThrow();
    permit(folder, "rwxrwxrwx");
    refused(folder);
    Files.delete(folder);
    Files.createSymbolicLink(folder, Files.createDirectory(temporary.resolve("theirs")));
    refused(folder);
  }

  private void refused(Path folder) {
    var error = assertThrows(UserError.class, () -> EngineFolder.choose(NO_HOME, temporary));
    assertTrue(error.getMessage().contains(folder.toString()), error.getMessage());
    assertTrue(error.getMessage().contains("DJL_CACHE_DIR"), error.getMessage());
  }
}
