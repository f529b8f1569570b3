package org.onenip.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.onenip.support.ChildProcess;
import org.onenip.support.LastLines;
import org.onenip.support.Reasons;
import org.onenip.support.UserError;

/** Writes executed notebooks as pages that need no network; MathJax lies beside them. */
public final class HtmlPages {
  private static final int LINES_SHOWN = 4;
  private static final String MATHJAX = "mathjax";
  private static final Path MATHJAX_PACKAGE = Path.of("jupyter_server_mathjax", "static");
  private static final int PACKAGE_DEPTH = 5;

  /** The package has these fonts alone; MathJax would look for others first, and find none. */
  private static final String FONTS =
      """
      MathJax.Hub.Config({"HTML-CSS": {
        availableFonts: [], imageFont: null, preferredFont: null, webFont: "STIX-Web"
      }});
      MathJax.Ajax.loadComplete("[MathJax]/config/fonts.js");
      """;

  private final Jupyter jupyter;
  private final Path folder;
  private final Path scratch;

  /**
   * Makes the folder, with MathJax in it.
   *
   * @param folder of the pages
   * @param scratch an own folder for what is not finished yet
   */
  public HtmlPages(Jupyter jupyter, PythonEnvironment python, Path folder, Path scratch) {
    this.jupyter = jupyter;
    this.folder = folder.toAbsolutePath();
    this.scratch = scratch;
    try (var files = Files.walk(python.folder(), PACKAGE_DEPTH)) {
      var mathjax = files.filter(path -> path.endsWith(MATHJAX_PACKAGE)).findFirst().orElseThrow();
      var copy = this.folder.resolve(MATHJAX);
      copy(mathjax, copy);
      Files.writeString(copy.resolve("config/fonts.js"), FONTS);
    } catch (IOException e) {
      throw new UserError("%s cannot be written (%s).".formatted(folder, Reasons.of(e)), e);
    }
  }

  /**
   * Writes a page.
   *
   * @param notebook with its outputs
   * @param file where it is from: images that its text names are found from there
   */
  public void write(NotebookFile notebook, Path file) throws IOException {
    var name = file.getFileName().toString().replaceFirst("\\.ipynb$", "");
    var input = scratch.resolve("page.ipynb");
    notebook.title(name);
    notebook.write(input);
    var builder = jupyter.module("nbconvert", arguments(name));
    builder.directory(file.toAbsolutePath().getParent().toFile()).redirectInput(input.toFile());
    var said = new LastLines(LINES_SHOWN);
    if (ChildProcess.run(builder, said) != 0) {
      System.err.println(said);
      throw new UserError(
          "%s cannot be written as a page into %s; see above.".formatted(file, folder));
    }
    System.out.println(folder.resolve(name + ".html"));
  }

  private List<String> arguments(String name) {
    return List.of(
        "--to=html",
        "--stdin",
        "--embed-images",
        "--output=" + name,
        "--output-dir=" + folder,
        // RequireJS would come over the network, and take Plotly for one of its own modules
        "--HTMLExporter.require_js_url=",
        "--HTMLExporter.mathjax_url="
            + MATHJAX
            + "/MathJax.js?config=TeX-AMS-MML_HTMLorMML-full,Safe,fonts");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
