package org.onenip.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.GsonBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jshell.JShell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader of a notebook is told; the cells run in a JShell of the kernels' kind. */
class GuideTest {
  private static final String[] CELLS = {
    "import java.util.concurrent.*;\nimport java.io.File;\nint twice(int x) { return 2 * x; }",
    "var manager = new Object();\nvar products = List.of(\"cable\", \"tray\"), more = products;",
    "var sample = products.get(0);\nint size(String text) { return manager.hashCode(); }",
    "record Pair(int a, int b) {}\nenum Kind { ONE }",
  };

  @TempDir Path folder;
  private Path notebook;
  private JShell shell;
  private final ByteArrayOutputStream page = new ByteArrayOutputStream();

  @BeforeEach
  void open() throws IOException {
    var cells = new ArrayList<>();
    for (int i = 0; i < CELLS.length; i++) {
      cells.add(
          Map.of("cell_type", "markdown", "source", List.of("## 1." + i + " Part\n", "text")));
      cells.add(Map.of("cell_type", "code", "source", CELLS[i]));
    }
    notebook = folder.resolve("a.ipynb");
    Files.writeString(notebook, new GsonBuilder().create().toJson(Map.of("cells", cells)));
    shell = JShell.builder().executionEngine("local").build();
    shell.eval("import java.util.*;");
    guide(notebook);
  }

  @AfterEach
  void close() {
    shell.close();
  }

  private void guide(Path notebook) {
    var out = new PrintStream(page, true, StandardCharsets.UTF_8);
    new Guide(shell, () -> Cells.of(notebook), () -> out).listen();
  }

  /** Runs a cell as the kernels do, up to the first snippet that fails; gives what is said. */
  private String said(String cell) {
    page.reset();
    var analysis = shell.sourceCodeAnalysis();
    var rest = analysis.analyzeCompletion(cell);
    for (boolean good = true; good && rest.completeness().isComplete(); ) {
      var events = shell.eval(rest.source());
      good = events.stream().allMatch(e -> e.exception() == null && e.status().isDefined());
      rest = analysis.analyzeCompletion(rest.remaining());
    }
    return page.toString(StandardCharsets.UTF_8).strip();
  }

  private static void assertSends(String name, String cell, String said) {
    assertEquals(
        "`%s` comes from %s, which has not run yet: run it first, or choose Run ▸ Run All Above Selected Cell."
            .formatted(name, cell),
        said);
  }

  @Test
  void aVariableOfASkippedCellIsFound() {
    assertSends("sample", "cell 3 (“1.2 Part”)", said("System.out.println(sample.length());"));
    assertSends("more", "cell 2 (“1.1 Part”)", said("more"));
    assertSends("products", "cell 2 (“1.1 Part”)", said(CELLS[2]));
  }

  @Test
  void aMethodOfASkippedCellIsFound() {
    assertSends("twice", "cell 1 (“1.0 Part”)", said("int four = twice(2);"));
  }

  @Test
  void aMethodThatLacksAVariableIsExplainedWhenItIsCalled() {
    assertEquals("", said("int size(String text) { return manager.hashCode(); }"));
    assertSends("manager", "cell 2 (“1.1 Part”)", said("size(\"\")"));
    assertEquals("", said(CELLS[1] + "\nsize(\"\");"));
  }

  @Test
  void aClassOfASkippedCellIsFound() {
    assertSends("Pair", "cell 4 (“1.3 Part”)", said("new Pair(1, 2).a();"));
    assertSends("Pair", "cell 4 (“1.3 Part”)", said("int first(Pair pair) { return pair.a(); }"));
    assertSends("Kind", "cell 4 (“1.3 Part”)", said("System.out.println(Kind.ONE);"));
  }

  @Test
  void aClassOfASkippedImportIsFound() {
    assertSends("File", "cell 1 (“1.0 Part”)", said("var file = new File(\"a\");"));
    assertSends("TimeUnit", "cell 1 (“1.0 Part”)", said("TimeUnit.SECONDS.toMillis(1)"));
    assertSends(
        "ConcurrentHashMap",
        "cell 1 (“1.0 Part”)",
        said("new ConcurrentHashMap.SimpleEntry<Integer, Integer>(1, 2);"));
  }

  @Test
  void whatTheReaderMistypesIsLeftToTheCompiler() {
    assertEquals("", said("System.out.println(sampel);"));
    assertEquals("", said("List.of(1).sample();"));
    assertEquals("", said("int x = \"a\";"));
    assertEquals("", said("var manager = manger;"));
    assertEquals("", said("int x = 1 +* 2;"));
  }

  @Test
  void whatComesLaterInTheSameCellIsNoSkippedCell() {
    assertEquals("", said("var sample = List.of(\"cable\").get(0);"));
    assertEquals("", said("record Pair(int a, int b) {}"));
  }

  @Test
  void withoutTheNotebookTheAdviceIsGeneral() {
    shell.close();
    shell = JShell.builder().executionEngine("local").build();
    guide(folder.resolve("renamed.ipynb"));
    assertEquals(
        "`sample` is not known yet: if a cell above makes it, run that first, or choose Run ▸ Run All Above Selected Cell.",
        said("sample"));
  }

  @Test
  void aVariableThatItsCellDidNotFinishIsExplained() {
    said("List<String> products = List.of((String) null);");
    assertEquals(
        "`products` is still null: cell 2 (“1.1 Part”), which makes it, did not come to its end; run it again first.",
        said("products.size()"));
    assertEquals("", said("String mine = null; mine.length();"), "the reader's own");
  }

  @Test
  void usedUpMemoryIsExplained() {
    assertEquals(Trouble.MEMORY.advice(), said("throw new OutOfMemoryError(\"Java heap space\");"));
    var native_ =
        "[enforce fail at alloc_cpu.cpp:117] . DefaultCPUAllocator: can't allocate memory: you tried";
    assertEquals(
        Trouble.MEMORY.advice(), said("throw new RuntimeException(\"%s\");".formatted(native_)));
  }

  @Test
  void whatWasClosedIsExplained() {
    assertEquals(
        Trouble.CLOSED.advice(),
        said("throw new IllegalStateException(\"Native resource has been released already.\");"));
  }

  @Test
  void aNativeLibraryThatDoesNotLoadIsExplained() {
    assertEquals(
        Trouble.NATIVE.advice(),
        said(
            "throw new RuntimeException(new UnsatisfiedLinkError(\"libtorch.so: cannot open\"));"));
  }

  @Test
  void otherFailuresSpeakForThemselves() {
    assertEquals("", said("int zero = 0; int x = 1 / zero;"));
    assertEquals("", said("throw new IllegalStateException(\"Stream is closed\");"));
  }

  /** As a kernel holds it: an instance that holds an evaluator that holds the shell. */
  private record Kernel(String name, Evaluator evaluator) {}

  private record Evaluator(JShell shell) {}

  @Test
  void aKernelIsWatchedWhateverItsClass() {
    Guide.watch(new Kernel("a", new Evaluator(shell)));
    Guide.watch("no kernel");
    Guide.watch(null);
    var err = System.err;
    System.setErr(new PrintStream(page, true, StandardCharsets.UTF_8));
    try {
      assertTrue(said("throw new OutOfMemoryError();").lines().count() == 2, "two guides speak");
    } finally {
      System.setErr(err);
    }
  }
}
