/** Samples, data sets and image files. */
package org.onenip.data;
