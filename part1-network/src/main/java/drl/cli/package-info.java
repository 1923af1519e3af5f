/// The command line: chapters and their programs, records whose components are flags, refusals in one line.
///
/// [drl.cli.Program] is what a program has to say about itself; [drl.cli.Rl] is `./rl`.
package drl.cli;
