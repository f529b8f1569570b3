/**
 * What DJL's engine needs from us: tensors made right, aligned resizing, single engine operations,
 * lanes, native memory, threads, devices, helpers for blocks.
 */
package org.onenip.engine;
