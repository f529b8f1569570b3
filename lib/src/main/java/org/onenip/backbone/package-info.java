/**
 * The frozen feature extractor: networks, the multi-scale neck and the readers of their weights.
 */
package org.onenip.backbone;
