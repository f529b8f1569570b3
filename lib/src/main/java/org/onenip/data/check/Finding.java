package org.onenip.data.check;

import java.nio.file.Path;

/**
 * Something that was found.
 *
 * @param kind what sort of thing
 * @param className where; {@code null} where it is of no class
 * @param file which file, or the folder or list where something is amiss
 * @param message one sentence
 */
public record Finding(Kind kind, String className, Path file, String message) {
  /** Sorts of findings, worst first. */
  public enum Kind {
    /** A class that was published is not there. */
    MISSING_CLASS(true),
    /** A class has no normal training image. */
    EMPTY_CLASS(true),
    /** A list names a file that is not there. */
    MISSING_FILE(true),
    /** A defect has no mask, though others of its class have. */
    MISSING_MASK(true),
    /** A mask belongs to no image. */
    LOOSE_MASK(true),
    /** A file cannot be read. */
    UNREADABLE(true),
    /** A mask is not of its image's size. */
    MASK_SIZE(true),
    /** Pictures are lost: dead links, formats that are not read. */
    LOST(true),
    /** The same picture is trained and tested on. */
    TRAINED_AND_TESTED(true),
    /** There are not as many images as were published. */
    COUNT(true),
    /** An image is of another size than most of its class. */
    ODD_SIZE(false),
    /** A mask marks nothing. */
    EMPTY_MASK(false),
    /** A mask marks most of its picture: it may be inverted. */
    INVERTED_MASK(false),
    /** A mask is read in a way that should be known. */
    MASK_READING(false),
    /** An image is read in a way that should be known. */
    IMAGE_READING(false),
    /** Files that nothing reads. */
    UNUSED(false),
    /** The same picture comes twice in training or in test. */
    REPEATED(false),
    /** A class has no test images, or only normal or only defective ones. */
    ONE_SIDED(false),
    /** A class has defects and no mask at all: it will have no pixel figures. */
    NO_MASKS(false);

    private final boolean wrong;

    Kind(boolean wrong) {
      this.wrong = wrong;
    }

    /** Whether it has to be mended; else it is good to know. */
    public boolean wrong() {
      return wrong;
    }
  }
}
