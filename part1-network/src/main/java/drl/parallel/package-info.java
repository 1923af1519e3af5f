/// Threads for work that comes in small pieces: layers of a network, steps of many environments.
package drl.parallel;
