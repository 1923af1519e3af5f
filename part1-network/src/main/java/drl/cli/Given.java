package drl.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The flags somebody typed, before any default is filled in. Flags are named by their main spelling, `--env-id`.
public final class Given {

    private final Set<String> known;
    private final Map<String, String> values;
    private final Map<String, String> spellings;
    private final List<String> operands;

    /// @param known     every flag that could have been typed; if empty, any
    /// @param values    flag to value; `true` or `false` for a switch
    /// @param spellings flag to the spelling used, where that is an alias
    /// @param operands  the arguments that belong to no flag
    Given(Set<String> known, Map<String, String> values, Map<String, String> spellings, List<String> operands) {
        this.known = Set.copyOf(known);
        this.values = Map.copyOf(values);
        this.spellings = Map.copyOf(spellings);
        this.operands = List.copyOf(operands);
    }

    /// Nothing typed at all, for starting a program from Java code.
    public static Given none() {
        return new Given(Set.of(), Map.of(), Map.of(), List.of());
    }

    /// Whether the flag was typed.
    ///
    /// @throws IllegalArgumentException if the program has no such flag
    public boolean has(String flag) {
        return text(flag).isPresent();
    }

    /// The value as typed; it has not been checked yet.
    ///
    /// @throws IllegalArgumentException if the program has no such flag
    public Optional<String> text(String flag) {
        if (!known.contains(flag) && !known.isEmpty()) {
            throw new IllegalArgumentException("no flag " + flag + "; the nearest is " + Nearest.to(flag, known));
        }
        return Optional.ofNullable(values.get(flag));
    }

    /// The value as typed, or `otherwise`.
    ///
    /// @throws IllegalArgumentException if the program has no such flag
    public String text(String flag, String otherwise) {
        return text(flag).orElse(otherwise);
    }

    /// Whether a switch was turned on: `--faithful`, but not `--no-faithful`.
    ///
    /// @throws IllegalArgumentException if the program has no such flag
    public boolean on(String flag) {
        return text(flag).map(Boolean::parseBoolean).orElse(false);
    }

    /// The arguments that belong to no flag, in order.
    public List<String> operands() {
        return operands;
    }

    /// Whether the flag could have been typed.
    boolean knows(String flag) {
        return known.contains(flag);
    }

    /// The spelling used for a flag: its alias if that was typed, the main one otherwise.
    public String spelling(String flag) {
        return spellings.getOrDefault(flag, flag);
    }
}
