package org.onenip;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the pages and the notebooks refer to is there. */
class DocsTest {
  private static final Path METHOD = Path.of("docs/method.md");
  private static final Path SOURCES = Path.of("lib/src/main/java");

  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");
  private static final Pattern INLINE = Pattern.compile("\\[([^\\]\\[]*)\\]\\(([^)\\s]+)\\)");
  private static final Pattern DEFINED = Pattern.compile("(?m)^\\[([^\\]]+)\\]: (\\S+)$");
  private static final Pattern NAMED = Pattern.compile("\\[([A-Z]\\w+)\\](?![(:\\[])");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*|#.*");

  /** A link to a section of a notebook, which no anchor can name: "06, The report". */
  private static final Pattern SECTION = Pattern.compile("(\\d\\d), (.+)");

  private record Link(String text, String target) {
    Link(MatchResult found) {
      this(found.group(1), found.group(2));
    }
  }

  private static Stream<Path> files(String folder, String ending) throws IOException {
    try (var all = Files.list(Path.of(folder))) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
    }
  }

  /** The page itself, or the text cells of a notebook; without blocks of code. */
  private static String text(Path file) throws IOException {
    var text = Files.readString(file);
    if (file.toString().endsWith(".ipynb")) {
      var cells = JsonParser.parseString(text).getAsJsonObject().getAsJsonArray("cells");
      text =
          StreamSupport.stream(cells.spliterator(), false)
              .map(JsonElement::getAsJsonObject)
              .filter(cell -> cell.get("cell_type").getAsString().equals("markdown"))
              .map(cell -> source(cell.get("source")))
              .collect(Collectors.joining("\n\n"));
    }
    return FENCED.matcher(text).replaceAll("");
  }

  private static String source(JsonElement source) {
    return source.isJsonArray()
        ? StreamSupport.stream(source.getAsJsonArray().spliterator(), false)
            .map(JsonElement::getAsString)
            .collect(Collectors.joining())
        : source.getAsString();
  }

  private static List<Link> links(String text) {
    return Stream.of(INLINE, DEFINED)
        .flatMap(pattern -> pattern.matcher(text).results())
        .map(Link::new)
        .filter(link -> !ELSEWHERE.matcher(link.target()).matches())
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> everyRelativeLinkLeadsToAFile() throws IOException {
    var pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("datasets/README.md")));
    files("docs", ".md").forEach(pages::add);
    files("notebooks", ".ipynb").forEach(pages::add);
    return pages.stream()
        .map(page -> DynamicTest.dynamicTest(page.toString(), () -> checkLinks(page)));
  }

  private static void checkLinks(Path page) throws IOException {
    var folder = page.toAbsolutePath().getParent();
    var broken = new ArrayList<String>();
    for (var link : links(text(page))) {
      var target = folder.resolve(link.target().replaceFirst("#.*", "")).normalize();
      if (!Files.exists(target)) {
        broken.add(link.target());
      } else if (target.toString().endsWith(".ipynb") && !namesSection(link, target)) {
        broken.add("\"%s\" in %s".formatted(link.text(), link.target()));
      }
    }
    assertEquals(List.of(), broken);
  }

  /** Whether a link that names a section names one that the notebook has. */
  private static boolean namesSection(Link link, Path notebook) throws IOException {
    var section = SECTION.matcher(link.text());
    if (!section.matches()) {
      return true;
    }
    return notebook.getFileName().toString().startsWith(section.group(1))
        && text(notebook)
            .lines()
            .anyMatch(line -> line.startsWith("#") && line.contains(section.group(2)));
  }

  @Test
  void everyClassThatTheMethodNamesExists() throws IOException {
    var text = text(METHOD);
    var defined = links(text).stream().filter(link -> link.target().endsWith(".java")).toList();
    assertFalse(defined.isEmpty());
    for (var link : defined) {
      var file = METHOD.toAbsolutePath().getParent().resolve(link.target()).normalize();
      var name = SOURCES.toAbsolutePath().relativize(file).toString().replaceFirst("\\.java$", "");
      var found =
          assertDoesNotThrow(() -> Class.forName(name.replaceAll("[/\\\\]", ".")), link.target());
      assertEquals(link.text(), found.getSimpleName());
    }
    var names = defined.stream().map(Link::text).toList();
    var unknown =
        NAMED.matcher(text).results().map(r -> r.group(1)).filter(n -> !names.contains(n));
    assertEquals(List.of(), unknown.distinct().toList(), "named, but linked to no class");
  }

  private static final Pattern TO_METHOD =
      Pattern.compile("docs/method\\.md[\\s*]+§(\\d+)(?:[\\s*]+and[\\s*]+§(\\d+))?");

  @Test
  void everySectionOfTheMethodThatTheCodeNamesExists() throws IOException {
    var sections =
        text(METHOD)
            .lines()
            .filter(line -> line.matches("## \\d+\\. .*"))
            .map(line -> line.substring(3, line.indexOf('.')))
            .toList();
    var named = new TreeSet<String>();
    try (var files = Files.walk(SOURCES)) {
      for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        TO_METHOD
            .matcher(text(file))
            .results()
            .flatMap(r -> Stream.of(r.group(1), r.group(2)))
            .filter(Objects::nonNull)
            .forEach(named::add);
      }
    }
    assertTrue(named.size() > 6, named.toString());
    named.removeAll(sections);
    assertEquals(Set.of(), named);
  }
}
