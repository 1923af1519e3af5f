/// Pictures of curves, with bands where there are several of a kind.
package drl.plot;
