/**
 * Pseudo anomalies: CutPaste, DRAEM and their mixture (section 3.3 of the paper), and small, thin,
 * misplaced and blended ones of ours, drawn by their shares.
 */
package org.onenip.synthesis;
