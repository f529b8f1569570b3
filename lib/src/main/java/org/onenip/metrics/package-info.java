/** Exact AUROC, average precision, F1-max and AUPRO over large sets. */
package org.onenip.metrics;
