package org.onenip.data.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.onenip.data.Listing;
import org.onenip.data.check.Finding.Kind;

/**
 * Which published sets a data set consists of. The classes of a merged one are called {@code
 * part/class}: each part may be a published set.
 *
 * @param parts the published set of each part, by its prefix {@code part/}; "" where none is merged
 */
record PublishedSets(Map<String, PublishedCounts> parts) {
  static PublishedSets of(Collection<String> classes) {
    var names =
        classes.stream()
            .collect(
                Collectors.groupingBy(
                    PublishedSets::prefix,
                    TreeMap::new,
                    Collectors.mapping(PublishedSets::own, Collectors.toSet())));
    var parts = new TreeMap<String, PublishedCounts>();
    names.forEach(
        (prefix, own) -> PublishedCounts.of(own).ifPresent(set -> parts.put(prefix, set)));
    return new PublishedSets(parts);
  }

  List<String> names() {
    return parts.values().stream().map(PublishedCounts::set).distinct().toList();
  }

  /** The published counts of a class, or {@code null}. */
  Counts counts(String className) {
    var set = parts.get(prefix(className));
    return set == null ? null : set.classes().get(own(className));
  }

  /** What is not as it was published, in parts that surely are what they seem. */
  List<Finding> compare(List<CheckedClass> classes, Listing listing) {
    var findings = new ArrayList<Finding>();
    parts.forEach(
        (prefix, set) -> {
          var members = classes.stream().filter(c -> prefix(c.name()).equals(prefix)).toList();
          var names = members.stream().map(c -> own(c.name())).collect(Collectors.toSet());
          if (!set.surely(names)) {
            return; // one class of the name "bottle" need not be MVTec's
          }
          for (var name : set.classes().keySet()) {
            if (!names.contains(name)) {
              findings.add(
                  new Finding(
                      Kind.MISSING_CLASS,
                      prefix + name,
                      listing.root(),
                      "%s has a class %s, which is not there.".formatted(set.set(), name)));
            }
          }
          for (var member : members) {
            if (!member.counts().equals(member.published())) {
              var place = listing.places().get(member.name());
              findings.add(new Finding(Kind.COUNT, member.name(), place, text(member)));
            }
          }
        });
    return findings;
  }

  private static String text(CheckedClass checked) {
    var counts = checked.counts();
    var published = checked.published();
    return "Class %s has %d training, %d normal and %d defective test images; published are %d, %d and %d."
        .formatted(
            checked.name(),
            counts.train(),
            counts.good(),
            counts.defective(),
            published.train(),
            published.good(),
            published.defective());
  }

  private static String prefix(String name) {
    return name.substring(0, name.lastIndexOf('/') + 1);
  }

  private static String own(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
