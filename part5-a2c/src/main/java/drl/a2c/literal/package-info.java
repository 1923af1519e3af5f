/// What the tutorial's program literally does where it is wrong: parts that `--faithful` puts in the place of others.
package drl.a2c.literal;
