/// Distributions to draw actions from, with their log densities as numbers for acting and as tensors for learning.
package drl.distribution;
