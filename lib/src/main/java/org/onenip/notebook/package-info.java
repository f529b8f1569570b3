/**
 * Figures for notebooks of the Java kernels, as HTML text: plots, rows of pictures, sliders, tables
 * and live training curves. All carry their own pictures and style, so that they can also be read
 * where a page's scripts and style sheets are left out.
 */
package org.onenip.notebook;
