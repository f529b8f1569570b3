package org.onenip.training;

/** The settings of a method that has none. */
public record NoSettings() {}
