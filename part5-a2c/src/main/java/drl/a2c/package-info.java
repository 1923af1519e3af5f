/// Advantage actor-critic, synchronous (A2C) and asynchronous (A3C).
package drl.a2c;
