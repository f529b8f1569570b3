/** OneNIP itself: position, neighbour mask, encoder, decoders, refiner. */
package org.onenip.model;
