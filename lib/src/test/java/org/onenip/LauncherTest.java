package org.onenip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code lib/onenip} in another user's checkout. */
class LauncherTest {
  @TempDir Path checkout;

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it is a shell's script")
  void jarsThatCannotBeReadAndCannotBeMadeAreToldInOneSentence() throws Exception {
    Files.createDirectories(checkout.resolve("lib/src/main"));
    Files.createFile(checkout.resolve("pom.xml"));
    Files.copy(Path.of("lib/onenip"), checkout.resolve("lib/onenip"));
    var target = Files.createDirectory(checkout.resolve("target"));
    Files.writeString(target.resolve("classpath.txt"), checkout.resolve("theirs.jar").toString());
    Files.createFile(target.resolve("classes")); // where a folder has to be: root may write to all
    var process =
        new ProcessBuilder("bash", checkout.resolve("lib/onenip").toString(), "--version")
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes());
    assertEquals(2, process.waitFor(), output);
    assertEquals(1, output.lines().count(), output);
    assertTrue(output.startsWith("onenip: " + checkout.toRealPath()), output);
    assertTrue(output.contains("clone it"), output);
  }
}
