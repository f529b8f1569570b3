package org.onenip.data.check;

import java.util.SortedMap;

/**
 * What was counted of a class.
 *
 * @param name of the class
 * @param counts the images that are there
 * @param kinds the defective ones by kind
 * @param published those that should be there; {@code null} where none were published
 */
public record CheckedClass(
    String name, Counts counts, SortedMap<String, Integer> kinds, Counts published) {}
