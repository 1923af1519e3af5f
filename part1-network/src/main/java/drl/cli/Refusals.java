package drl.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says in one line why a command line cannot be read.
final class Refusals {

    private Refusals() {}

    /// @param refused what picocli found
    /// @param allowed what each flag takes, by spelling
    /// @param title   how the user starts the program
    static UsageException of(ParameterException refused, Map<String, String> allowed, String title) {
        return new UsageException(switch (refused) {
            case UnmatchedArgumentException unmatched -> unmatched(unmatched.getUnmatched(), allowed, title);
            case OverwrittenOptionException repeated -> name(repeated.getOverwritten()) + " is given more than once";
            case MissingParameterException missing ->
                takes(missing.getMissing().getFirst(), allowed) + ", got nothing";
            case ParameterException malformed when malformed.getArgSpec() != null ->
                takes(malformed.getArgSpec(), allowed) + ", got " + malformed.getValue();
            default -> refused.getMessage();
        }, refused);
    }

    private static String unmatched(List<String> words, Map<String, String> allowed, String title) {
        for (String word : words) {
            if (word.startsWith("-")) {
                String flag = word.split("=", 2)[0];
                return "unknown flag " + flag + "; the nearest is " + Nearest.to(flag, allowed.keySet()) + " ("
                        + title + " " + FlagOptions.HELP + " lists them all)";
            }
        }
        return title + " takes no arguments beside its flags, got " + words.getFirst();
    }

    private static String takes(ArgSpec arg, Map<String, String> allowed) {
        return name(arg) + " takes " + allowed.getOrDefault(name(arg), "a value");
    }

    private static String name(ArgSpec arg) {
        return arg instanceof OptionSpec option ? option.names()[0] : arg.paramLabel();
    }
}
