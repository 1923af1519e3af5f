/// The course's own tools: they hold the chapters' texts to the source (`./rl text`), check the reader's work
/// (`./rl check`) and write workbooks to fill in (`./rl exercise`). No chapter needs them.
package drl.course;
