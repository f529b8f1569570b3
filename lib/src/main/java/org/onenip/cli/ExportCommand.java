package org.onenip.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.onenip.method.PublishedExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes a run of OneNIP or UniAD as a safetensors file with the names of the "
          + "published checkpoints, which PyTorch loads."
    },
    footer = {
      "",
      "Example:",
      "  onenip export --run runs/published model.safetensors",
      "In Python:",
      "  from safetensors.torch import load_file",
      "  model.load_state_dict(load_file('model.safetensors'), strict=False)"
    })
final class ExportCommand implements Callable<Integer> {
  @Option(names = "--run", required = true, paramLabel = "DIR", description = "A trained run.")
  private Path run;

  @Parameters(paramLabel = "FILE", description = "The file to write.")
  private Path file;

  @Override
  public Integer call() {
    PublishedExport.write(run, file);
    System.out.println("Weights: " + file);
    return 0;
  }
}
