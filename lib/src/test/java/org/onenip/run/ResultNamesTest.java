package org.onenip.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ResultNamesTest {
  private static List<String> names(String... files) {
    return ResultNames.of(List.of(files).stream().map(Path::of).toList());
  }

  @Test
  void namesThatDifferByCaseAloneAreNumbered() {
    var names = names("a/IMG_1.jpg", "b/img_1.jpg", "Img_1.png", "img_2.png");
    assertEquals(List.of("IMG_1", "img_1_2", "Img_1_3", "img_2"), names);
    assertEquals(4, names.stream().map(name -> name.toLowerCase(Locale.ROOT)).distinct().count());
  }

  @Test
  void aNumberedNameThatIsTakenAlreadyIsPassedOver() {
    assertEquals(List.of("A_2", "a", "A_3"), names("A_2.png", "a.png", "A.jpg"));
  }
}
