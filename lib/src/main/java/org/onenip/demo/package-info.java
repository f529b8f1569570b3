/**
 * The embedded data set: products of a workshop, drawn with Java 2D, in the layout of MVTec AD. Two
 * textures and five objects made of parts; structural defects, and camouflaged ones of which every
 * patch looks normal and only the context tells.
 */
package org.onenip.demo;
