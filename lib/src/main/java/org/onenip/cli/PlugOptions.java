package org.onenip.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.onenip.backbone.Trust;
import org.onenip.plug.JarPlug;
import org.onenip.plug.JavaPlug;
import org.onenip.plug.ScriptPlug;
import org.onenip.support.Checksum;
import org.onenip.support.UserError;
import picocli.CommandLine.Option;

/**
 * The options that let others' programs run: what users have written, decoders, syntheses,
 * backbones, methods; and TorchScript modules.
 */
final class PlugOptions {
  @Option(
      names = "--plug",
      paramLabel = "FILE",
      description = {
        "A file that registers decoders, syntheses, backbones or methods of yours: Java (*.java, or"
            + " *.jsh as JShell takes it), or a *.jar with a service org.onenip.plug.Plug. Several:"
            + " give the option again.",
        "It runs with all your rights: plug in only what you trust. More: docs/research.md"
      })
  private List<Path> files = List.of();

  @Option(
      names = "--trust-torchscript",
      description = {
        "Run the TorchScript backbone that a run or a --config names or holds. It is a program of its"
            + " maker's, and runs with all your rights; without this nothing of a run is executed."
      })
  private boolean trustTorchScript;

  /** Whether what others exported from PyTorch may run. */
  Trust trust() {
    return trustTorchScript ? Trust.TORCH_SCRIPT : Trust.NUMBERS;
  }

  /**
   * Loads the files in their order; to be called before anything is looked up by name.
   *
   * @throws UserError if one is missing, or fails
   */
  void load() {
    for (var file : files) {
      if (!Files.isRegularFile(file)) {
        throw new UserError("The plug %s does not exist; check the path.".formatted(file));
      }
      var name = file.getFileName().toString();
      if (name.endsWith(".jar")) {
        JarPlug.load(file);
      } else if (name.endsWith(".jsh")) {
        ScriptPlug.load(file);
      } else if (name.endsWith(".java")) {
        JavaPlug.load(file);
      } else {
        throw new UserError("--plug %s is no .java, .jsh or .jar file.".formatted(file));
      }
    }
  }

  /** Checksums of the files; empty where there are none. */
  String fingerprint() {
    return files.stream().map(Checksum::sha256).collect(Collectors.joining());
  }
}
