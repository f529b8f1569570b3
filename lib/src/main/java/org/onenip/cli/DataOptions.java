package org.onenip.cli;

import java.util.List;
import org.onenip.data.DataSets;
import org.onenip.data.ImageSet;
import org.onenip.support.UserError;
import picocli.CommandLine.Option;

/** The options that choose a data set. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = {
        "A folder, whose layout is found out (as MVTec AD, BTAD or VisA come, or with train.json), or"
            + " cifar10:01234, mnist:01234. Several are merged: give them with commas, or the option"
            + " again. NAME=DATA calls one otherwise. More: onenip data list"
      })
  private List<String> data = List.of();

  @Option(
      names = "--classes",
      split = ",",
      paramLabel = "A,B",
      description = "Classes to take; all unless given. Of merged sets they are called SET/CLASS.")
  private List<String> classes = List.of();

  boolean given() {
    return !data.isEmpty();
  }

  /** All of it in one text, which finds it again; empty where none is given. */
  String text() {
    return String.join(",", data);
  }

  List<String> classes() {
    return classes;
  }

  ImageSet open() {
    if (!given()) {
      throw new UserError("Which images? Name a folder of them with --data.");
    }
    return open(text(), classes);
  }

  /** Finds a data set; shows progress where it has to be fetched. */
  static ImageSet open(String data, List<String> classes) {
    try (var progress = new FetchProgress()) {
      var listing = DataSets.list(data, progress);
      var set = listing.toSet(classes);
      Omissions.tell(listing.omissions(classes));
      return set;
    }
  }
}
