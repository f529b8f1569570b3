/** Weight files: safetensors, {@code .pth} and its pickles, named tensors into blocks. */
package org.onenip.weights;
