package drl.cli;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One component of a settings record, as a flag or as the program's operands.
///
/// @param component the record's component
/// @param names     the flag's spellings, the main one first; empty for operands
/// @param help      the help text
/// @param type      how its value (an element, for operands) is written
/// @param operands  the annotation, if these are operands
/// @param groups    components on the way from the program's record to the one that has this, outermost first
record SettingsFlag(RecordComponent component, List<String> names, String help, ValueType type,
        Optional<Operands> operands, List<RecordComponent> groups) {

    /// @throws IllegalStateException if the component is not annotated or its type cannot be written as a flag
    static SettingsFlag of(RecordComponent component) {
        component.getAccessor().setAccessible(true);
        Operands operands = component.getAnnotation(Operands.class);
        if (operands != null) {
            ValueType type = ValueType.of(Settings.elementType(component));
            return new SettingsFlag(component, List.of(), operands.value(), type, Optional.of(operands), List.of());
        }
        Flag flag = component.getAnnotation(Flag.class);
        if (flag == null) {
            throw new IllegalStateException(
                    "component " + component.getName() + " of " + component.getDeclaringRecord() + " has no @Flag");
        }
        List<String> names = new ArrayList<>();
        names.add("--" + ValueType.kebab(component.getName()));
        names.addAll(List.of(flag.aliases()));
        ValueType type = ValueType.of(component.getGenericType());
        return new SettingsFlag(component, List.copyOf(names), flag.value(), type, Optional.empty(), List.of());
    }

    /// The same flag of a record that has this one's as a component.
    SettingsFlag inside(RecordComponent group) {
        List<RecordComponent> longer = new ArrayList<>(List.of(group));
        longer.addAll(groups);
        return new SettingsFlag(component, names, help, type, operands, List.copyOf(longer));
    }

    /// The main spelling, `--num-envs`.
    String name() {
        return names.getFirst();
    }

    String componentName() {
        return component.getName();
    }

    /// `num_envs`.
    String pythonName() {
        return ValueType.kebab(component.getName()).replace('-', '_');
    }

    boolean isOperands() {
        return operands.isPresent();
    }

    boolean isSwitch() {
        return component.getType() == boolean.class;
    }

    /// The component's value in a program's record.
    Object read(Record settings) {
        Record owner = settings;
        for (RecordComponent group : groups) {
            owner = (Record) read(group, owner);
        }
        return read(component, owner);
    }

    /// A component's value in its record.
    static Object read(RecordComponent component, Record settings) {
        try {
            return component.getAccessor().invoke(settings);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("a record's accessor can be called", impossible);
        }
    }

    /// The value of a typed text.
    ///
    /// @throws UsageException if it is malformed
    Object convert(String text, String spelling) {
        try {
            return type.parse().apply(text);
        } catch (IllegalArgumentException malformed) {
            boolean noHint = malformed.getMessage() == null || malformed.getMessage().isEmpty();
            throw new UsageException(spelling + " takes " + type.allowed() + ", got " + (text.isBlank() ? "\"\"" : text)
                    + (noHint ? "" : "; " + malformed.getMessage()), malformed);
        }
    }

    /// The list of operands.
    ///
    /// @throws UsageException if there are too few or too many, or one is malformed
    List<Object> convertOperands(List<String> texts) {
        Operands rule = operands.orElseThrow();
        if (texts.size() < rule.min()) {
            throw new UsageException("at least " + rule.min() + " " + rule.label() + " is needed: " + rule.value());
        }
        if (texts.size() > rule.max()) {
            throw new UsageException("at most " + rule.max() + " " + rule.label() + " is taken, got "
                    + texts.get(rule.max()) + " as well");
        }
        return texts.stream().map(text -> convert(text, rule.label())).toList();
    }
}
