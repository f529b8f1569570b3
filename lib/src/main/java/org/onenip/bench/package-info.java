/**
 * Measures how long the parts of the method take, and how much memory: each group of parts in a
 * process of its own, in turn with the peer where one is asked for.
 */
package org.onenip.bench;
