package drl.cli;

import java.util.List;

/// One line of what `./rl` lists: a chapter such as `part3-ppo`, or a command such as `plot`.
///
/// Found by [java.util.ServiceLoader]: name the class in `META-INF/services/drl.cli.Chapter` of its module. Every start
/// of `./rl` creates all chapters, so a chapter is light: a name, a line and a way to its programs.
public interface Chapter {

    /// The word that starts it: `part3-ppo`.
    String name();

    /// One line for the listing.
    String summary();

    /// Its place in the listing: chapters take their number, other commands come from 10 on.
    int order();

    /// Its programs, the default one first. Called when the chapter is started or listed; nothing may be computed here.
    List<Program<?>> programs();
}
