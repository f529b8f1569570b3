/** Variants of the method side by side, as in the paper's Table 4: grids, statistics, tables. */
package org.onenip.ablation;
