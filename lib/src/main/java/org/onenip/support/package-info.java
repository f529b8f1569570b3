/**
 * What every room needs: errors, JSON and records, names, files written whole, background work,
 * child processes, progress.
 */
package org.onenip.support;
