package org.onenip.support;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Things by name: ours, which keep their names, so that a name in a result always means the same,
 * and those that users register.
 *
 * @param <T> what has a name
 */
public final class Registry<T> {
  private final String what;
  private final Map<String, T> ours;
  private final Map<String, T> theirs = new TreeMap<>();

  /**
   * A registry.
   *
   * @param what the kind of thing, as in "decoder"
   * @param ours by name
   */
  public Registry(String what, Map<String, T> ours) {
    this.what = what;
    this.ours = Map.copyOf(ours);
  }

  /**
   * Gives a thing of a user's a name, replacing what the user gave it before: a notebook cell may
   * run twice.
   *
   * @throws UserError if one of ours has the name
   */
  public synchronized void register(String name, T thing) {
    if (ours.containsKey(name)) {
      throw new UserError(
          "The %s \"%s\" is the library's own; register yours by another name."
              .formatted(what, name));
    }
    theirs.put(name, thing);
  }

  /**
   * The thing of a name.
   *
   * @throws UserError if there is none
   */
  public synchronized T named(String name) {
    var thing = ours.getOrDefault(name, theirs.get(name));
    if (thing == null) {
      throw new UserError(Spelling.unregistered(what, name, names()));
    }
    return thing;
  }

  /** Whether a user registered the name. */
  public synchronized boolean isRegistered(String name) {
    return theirs.containsKey(name);
  }

  /** All names, in alphabetical order. */
  public synchronized Set<String> names() {
    var names = new TreeSet<>(ours.keySet());
    names.addAll(theirs.keySet());
    return names;
  }
}
