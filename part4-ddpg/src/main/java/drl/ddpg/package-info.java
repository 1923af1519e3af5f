/// Deep deterministic policy gradient: an actor trained through the critic that judges it.
package drl.ddpg;
