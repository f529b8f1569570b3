/** The nearest neighbour: nothing is learned. */
package org.onenip.method.nearest;
