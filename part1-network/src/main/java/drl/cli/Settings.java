package drl.cli;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// A record type read as a set of flags: the one place that knows how `numEnvs` becomes `--num-envs` and how a record
/// is put together from typed values.
///
/// Components carry [Flag] (or one of them [Operands]). Their types: `int`, `long` (also written `1e6`, `1_000_000`),
/// `float`, `double`, `boolean`, `String`, [java.nio.file.Path], enums (in lower case with dashes), `OptionalInt`,
/// `OptionalLong`, `OptionalDouble` and `Optional` of these (`none` for empty). A component that is itself a record of
/// settings brings its flags along, so that a program can have all those of another and some of its own.
///
/// Ranges are the record's own affair: its compact constructor throws an [IllegalArgumentException] whose message
/// starts with the component's name, and the user reads the flag in its place.
///
/// @param <S> the record
public final class Settings<S extends Record> {

    private final List<SettingsFlag> flags = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>(); // one for each component
    private final Constructor<S> constructor;

    /// Finds the value of one component.
    private interface Part {
        Object value(Record base, Given given);
    }

    private Settings(Class<S> type) {
        RecordComponent[] components = type.getRecordComponents();
        for (RecordComponent component : components) {
            if (component.getType().isRecord()) {
                add(component, Settings.of(component.getType().asSubclass(Record.class)));
            } else {
                add(SettingsFlag.of(component));
            }
        }
        try {
            Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException("every record has its canonical constructor", impossible);
        }
    }

    private void add(SettingsFlag flag) {
        flags.add(flag);
        parts.add((base, given) -> {
            if (flag.isOperands()) {
                return flag.convertOperands(given.operands());
            }
            Optional<String> typed = given.knows(flag.name()) ? given.text(flag.name()) : Optional.empty();
            return typed.isPresent() ? flag.convert(typed.get(), given.spelling(flag.name())) : flag.read(base);
        });
    }

    private <G extends Record> void add(RecordComponent component, Settings<G> group) {
        component.getAccessor().setAccessible(true);
        group.flags.forEach(flag -> flags.add(flag.inside(component)));
        parts.add((base, given) -> group.with(group.type().cast(SettingsFlag.read(component, base)), given));
    }

    private Class<S> type() {
        return constructor.getDeclaringClass();
    }

    /// Reads a record type.
    ///
    /// @throws IllegalStateException if a component is not annotated, or is of a type that cannot be a flag
    public static <S extends Record> Settings<S> of(Class<S> type) {
        return new Settings<>(type);
    }

    /// The values of a record, in its order; operands are left out.
    public List<Setting> values(S settings) {
        List<Setting> values = new ArrayList<>();
        for (SettingsFlag flag : flags) {
            if (!flag.isOperands()) {
                Object value = flag.read(settings);
                values.add(new Setting(flag.pythonName(), value, flag.type().show().apply(value)));
            }
        }
        return values;
    }

    /// `base` with some values replaced, for reading back what [#values] wrote.
    ///
    /// @param texts values as typed, by the names of [Setting]; other names are ignored, so that runs of an older
    ///              version can be read
    /// @throws UsageException if a value is malformed or refused by the record
    public S restore(S base, Map<String, String> texts) {
        Map<String, String> byFlag = new HashMap<>();
        for (SettingsFlag flag : flags) {
            if (!flag.isOperands() && texts.containsKey(flag.pythonName())) {
                byFlag.put(flag.name(), texts.get(flag.pythonName()));
            }
        }
        return with(base, new Given(new TreeSet<>(byFlag.keySet()), byFlag, Map.of(), List.of()));
    }

    /// `base` with the typed values in place of its own.
    S with(S base, Given given) {
        Object[] values = parts.stream().map(part -> part.value(base, given)).toArray();
        return create(values, given);
    }

    List<SettingsFlag> flags() {
        return List.copyOf(flags);
    }

    private S create(Object[] values, Given given) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException refused) {
            switch (refused.getCause()) {
                case UsageException usage -> throw usage;
                case IllegalArgumentException range ->
                    throw new UsageException(namingFlags(String.valueOf(range.getMessage()), given), range);
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                default -> throw new IllegalStateException(refused.getCause());
            }
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("a record's constructor can be called", impossible);
        }
    }

    /// Puts flags in the place of component names: of the first word, and of every other word that cannot be plain
    /// English because it has a capital inside.
    String namingFlags(String message, Given given) {
        String named = message;
        for (SettingsFlag flag : flags.stream().filter(flag -> !flag.isOperands()).toList()) {
            String word = flag.componentName();
            String spelling = given.spelling(flag.name());
            boolean plainWord = word.equals(word.toLowerCase(Locale.ROOT));
            named = named.replaceAll((plainWord ? "^" : "(?<![\\w-])") + word + "(?![\\w-])", spelling);
        }
        return named;
    }

    /// The element type of an operands component.
    static Class<?> elementType(RecordComponent component) {
        boolean list = component.getType() == List.class;
        return list && component.getGenericType() instanceof ParameterizedType p
                && p.getActualTypeArguments()[0] instanceof Class<?> element ? element : void.class;
    }
}
