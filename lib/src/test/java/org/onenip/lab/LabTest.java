package org.onenip.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.cli.Main;
import org.onenip.support.ClassPath;
import org.onenip.support.UserError;

/** What `lab` does around Python and Jupyter; neither of them runs here, nor the network. */
class LabTest {
  @TempDir Path root;
  private Project project;
  private PythonEnvironment environment;

  @BeforeEach
  void layOut() throws IOException {
    Files.createDirectories(root.resolve("notebooks"));
    Files.writeString(root.resolve("notebooks/requirements.txt"), "jupyterlab==4\n");
    Files.writeString(root.resolve("notebooks/constraints.txt"), "tornado==6\n");
    project = Project.above(root);
    environment = new PythonEnvironment(project);
  }

  private static Function<Python, Optional<String>> installed(Map<String, String> versions) {
    return python -> Optional.ofNullable(versions.get(python.toString()));
  }

  @Test
  void theProjectIsFoundFromAnyFolderInIt() {
    assertEquals(project, Project.above(root.resolve("target/classes")));
    var error = assertThrows(UserError.class, () -> Project.above(root.getRoot()));
    assertTrue(error.getMessage().contains("notebooks/requirements.txt"), error.getMessage());
  }

  @Test
  void theFirstPythonThatIsNewEnoughIsTaken() {
    var versions = Map.of("python3", "Python 3.8.18", "python", "Python 3.13.0rc1");
    assertEquals("python", Python.find(null, installed(versions)).toString());
    assertEquals("py -3", Python.find(null, installed(Map.of("py -3", "Python 3.9.1"))).toString());
    assertEquals(
        "/opt/py",
        Python.find("/opt/py", installed(Map.of("/opt/py", "Python 3.10.2"))).toString());
  }

  @Test
  void withoutPythonTheUserLearnsWhatWasTried() {
    var versions = installed(Map.of("python", "Python 2.7.18"));
    var error = assertThrows(UserError.class, () -> Python.find(null, versions));
    assertTrue(error.getMessage().contains("python3: not found"), error.getMessage());
    assertTrue(error.getMessage().contains("python: Python 2.7.18"), error.getMessage());
    assertTrue(error.getMessage().contains("--python"), error.getMessage());
    assertThrows(UserError.class, () -> Python.find("python", versions));
  }

  @Test
  void anEnvironmentIsMadeAgainWhenItIsNotWholeOrItsRequirementsChange() throws IOException {
    assertFalse(environment.upToDate());
    Files.createDirectories(environment.python().getParent());
    Files.createFile(environment.python());
    assertFalse(environment.upToDate(), "interrupted before its end");
    environment.seal();
    assertTrue(environment.upToDate());
    Files.writeString(project.constraints(), "tornado==7\n");
    assertFalse(environment.upToDate());
    environment.seal();
    Files.delete(environment.python());
    assertFalse(environment.upToDate(), "its Python is gone");
  }

  @Test
  void packedWheelsTakeTheNetworksPlace() throws IOException {
    assertFalse(environment.pipArguments().contains("--no-index"));
    var wheels = Files.createDirectories(root.resolve("offline/wheels"));
    assertTrue(environment.pipArguments().contains("--no-index"));
    assertTrue(environment.pipArguments().contains("--find-links=" + wheels));
  }

  @Test
  void jupyterReadsAndWritesInTheProjectOnly() {
    var process = new Jupyter(project, environment, "java").module("nbconvert", List.of("--x"));
    assertEquals(
        List.of(environment.python().toString(), "-m", "nbconvert", "--x"), process.command());
    assertEquals(project.notebooks().toFile(), process.directory());
    for (var name : List.of("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")) {
      assertTrue(process.environment().get(name).startsWith(project.lab().toString()), name);
    }
    assertFalse(process.environment().containsKey("PYTHONPATH"));
  }

  @Test
  void theKernelRunsInOurJavaWithOurClasses() throws IOException {
    var folder = environment.share().resolve("kernels/java");
    Files.createDirectories(folder);
    new JavaKernel(environment).describe();
    var description =
        JsonParser.parseString(Files.readString(folder.resolve("kernel.json"))).getAsJsonObject();
    assertEquals("Java", description.get("display_name").getAsString());
    var command = description.getAsJsonArray("argv");
    assertTrue(command.get(0).getAsString().startsWith(System.getProperty("java.home")));
    assertEquals("{connection_file}", command.get(command.size() - 1).getAsString());
  }

  @Test
  void bothJavaKernelsGetTheClassPath() {
    var variables = new HashMap<>(Map.of("PATH", "/bin"));
    JavaKernel.addTo(variables, "ijava");
    var entries = List.of(variables.get("IJAVA_CLASSPATH").split(File.pathSeparator));
    assertTrue(entries.contains(ClassPath.classes().toString()), entries.toString());
    assertEquals(variables.get("IJAVA_CLASSPATH"), variables.get("JJAVA_CLASSPATH"));
    assertTrue(variables.get("JAVA_TOOL_OPTIONS").contains("-Djava.awt.headless=true"));
    assertTrue(variables.get("PATH").endsWith(File.pathSeparator + "/bin"));
    assertEquals("true", variables.get("OPT_OUT_TRACKING"));
  }

  @Test
  void bothJavaKernelsStartWithTheGuide() {
    var variables = new HashMap<>(Map.of("PATH", "/bin", "JJAVA_STARTUP_SCRIPT", "int mine;"));
    JavaKernel.addTo(variables, "java");
    var guide = "org.onenip.notebook.Guide.watch";
    assertEquals(guide + "(getKernelInstance());", variables.get("IJAVA_STARTUP_SCRIPT"));
    assertEquals("int mine;\n" + guide + "(kernel());", variables.get("JJAVA_STARTUP_SCRIPT"));
  }

  @Test
  void runTwiceANotebookHasEachCellAgainAndOneMore() throws IOException {
    var file = Files.writeString(root.resolve("a.ipynb"), NOTEBOOK.formatted("null", "[]"));
    var outputs =
        "[{\"output_type\": \"stream\", \"name\": \"stdout\", \"text\": [\"7\", \" kB\"]}]";
    var twice = NotebookFile.read(file).twice("last()");
    assertEquals(List.of("run()", "run()", "last()"), twice.executable());
    assertEquals(List.of("run()"), NotebookFile.read(file).executable());
    Files.writeString(file, NOTEBOOK.formatted("1", outputs));
    assertEquals("7 kB", NotebookFile.read(file).lastPrinted());
    assertEquals(2, Main.run("lab", "--twice"), "it goes with --check");
    assertEquals(2, Main.run("lab", "--check", "--html", "pages", "--twice"));
  }

  @Test
  void aMissingNotebookIsNamedBeforeAnythingIsMade() {
    assertEquals(2, Main.run("lab", "--check", "nowhere.ipynb"));
    assertEquals(2, Main.run("lab", "nowhere.ipynb"), "it is not said what to do with it");
  }

  private static final String NOTEBOOK =
      """
      {
       "cells": [
        {
         "cell_type": "markdown",
         "id": "a",
         "metadata": {},
         "source": [
          "# Größe < 1"
         ]
        },
        {
         "cell_type": "code",
         "execution_count": %s,
         "id": "b",
         "metadata": {},
         "outputs": %s,
         "source": [
          "run()"
         ]
        }
       ],
       "metadata": {
        "kernelspec": {
         "display_name": "Java",
         "language": "java",
         "name": "java"
        },
        "language_info": {
         "mimetype": "text/x-java-source",
         "name": "Java",
         "pygments_lexer": "java"
        }
       },
       "nbformat": 4,
       "nbformat_minor": 5
      }
      """;

  @Test
  void aNotebookTakesTidyOutputsAndKeepsTheRest() throws IOException {
    var file = Files.writeString(root.resolve("a.ipynb"), NOTEBOOK.formatted("null", "[]"));
    var outputs =
        """
        [{"output_type": "stream", "name": "stdout", "text": "one\\n"},
         {"output_type": "stream", "name": "stdout", "text": ["two\\n", "three"]},
         {"output_type": "stream", "name": "stderr", "text": ["oh"]},
         {"output_type": "display_data", "metadata": {},
          "data": {"image/png": "iVBO", "text/plain": "BufferedImage@1b2c"}}]
        """;
    var executed = Files.writeString(root.resolve("b.ipynb"), NOTEBOOK.formatted(7, outputs));
    var notebook = NotebookFile.read(file);
    assertEquals(List.of("run()"), notebook.executable());
    notebook.write(file);
    assertEquals(NOTEBOOK.formatted("null", "[]"), Files.readString(file), "as Jupyter writes");
    notebook.takeOutputs(NotebookFile.read(executed));
    notebook.write(file);
    var cell = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    cell = (JsonObject) cell.getAsJsonArray("cells").get(1);
    assertEquals(7, cell.get("execution_count").getAsInt());
    assertEquals(
        JsonParser.parseString(
            """
            [{"output_type": "stream", "name": "stdout", "text": ["one\\n", "two\\n", "three"]},
             {"output_type": "stream", "name": "stderr", "text": ["oh"]},
             {"output_type": "display_data", "metadata": {}, "data": {"image/png": "iVBO"}}]
            """),
        cell.get("outputs"));
  }

  @Test
  void whatIsNoNotebookIsNamed() throws IOException {
    for (var contents : List.of("", "x", "[]", "{}")) {
      var file = Files.writeString(root.resolve("no.ipynb"), contents);
      var error = assertThrows(UserError.class, () -> NotebookFile.read(file), contents);
      assertTrue(error.getMessage().contains(file.toString()), error.getMessage());
    }
  }

  @Test
  void theLogTellsTheCellAndTheKernelsWords() {
    var done = new int[1];
    var log = new NbconvertLog(cells -> done[0] = cells);
    List.of(
            "[NbConvertApp] Executing cell:",
            "fine()",
            "[NbConvertApp] content: {'ename': 'X', 'evalue': '', 'traceback': ['allowed']}",
            "[NbConvertApp] Executing cell:",
            "div(0)",
            "[NbConvertApp] content: {'ename': 'EvalException', 'evalue': '/ by zero', 'traceback':"
                + " ['\\x1b[1m\\x1b[31mjava.lang.X: it\\'s \\\\x \"é\"\\x1b[0m', \"\\tat .div('#1')\"]}",
            "nbclient.exceptions.CellExecutionError: An error occurred")
        .forEach(log);
    assertEquals(2, log.cells());
    assertEquals(1, done[0], "the second is not done");
    assertEquals("java.lang.X: it's \\x \"é\"\n\tat .div('#1')", log.error());
  }

  @Test
  void withoutTheKernelsWordsNbconvertsOwnRemain() {
    var log = new NbconvertLog(cells -> {});
    List.of("[NbConvertApp] Executing cell:", "while (true);").forEach(log);
    var error = "nbclient.exceptions.CellTimeoutError: A cell timed out, after 600 seconds.";
    List.of("Traceback", error, "The message was: Cell execution timed out.", "--", "")
        .forEach(log);
    assertEquals(1, log.cells());
    assertEquals(error, log.error());
  }
}
