/// Worked examples of what one adds to the course: an environment, an operation, an algorithm.
package drl.examples;
