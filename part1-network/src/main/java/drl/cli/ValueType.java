package drl.cli;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;

/// How values of one Java type are written on the command line.
///
/// @param label   what help puts behind the flag
/// @param allowed what is taken, as it reads after "takes"
/// @param parse   text to value; throws [IllegalArgumentException], its message a hint or none, if it is malformed
/// @param show    value to text, such that `parse` gives the value back
record ValueType(String label, String allowed, Function<String, Object> parse, Function<Object, String> show) {

    private static final String NONE = "none";
    private static final Pattern NEXT_WORD = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final ValueType WHOLE = new ValueType("N", "a whole number", ValueType::whole, Object::toString);
    private static final ValueType NUMBER = new ValueType("X", "a number", ValueType::number,
            value -> Require.plain((Double) value));

    static ValueType of(Type type) {
        return switch (type) {
            case Class<?> c when c == int.class -> WHOLE.map(number -> intOf((Long) number), Object::toString);
            case Class<?> c when c == long.class -> WHOLE;
            case Class<?> c when c == double.class -> NUMBER;
            case Class<?> c when c == float.class -> NUMBER.map(ValueType::floatOf,
                    value -> Require.plain(Double.parseDouble(value.toString())));
            case Class<?> c when c == boolean.class ->
                new ValueType("true|false", "true or false", ValueType::truth, Object::toString);
            case Class<?> c when c == String.class ->
                new ValueType("TEXT", "a text", text -> text, Object::toString);
            case Class<?> c when c == Path.class -> new ValueType("PATH", "a path", ValueType::path, Object::toString);
            case Class<?> c when c.isEnum() -> oneOf(c);
            case Class<?> c when c == OptionalInt.class ->
                optional(of(int.class), OptionalInt.empty(), value -> OptionalInt.of((Integer) value),
                        value -> ((OptionalInt) value).getAsInt());
            case Class<?> c when c == OptionalLong.class ->
                optional(WHOLE, OptionalLong.empty(), value -> OptionalLong.of((Long) value),
                        value -> ((OptionalLong) value).getAsLong());
            case Class<?> c when c == OptionalDouble.class ->
                optional(NUMBER, OptionalDouble.empty(), value -> OptionalDouble.of((Double) value),
                        value -> ((OptionalDouble) value).getAsDouble());
            case ParameterizedType p when p.getRawType() == Optional.class ->
                optional(of(p.getActualTypeArguments()[0]), Optional.empty(), Optional::of,
                        value -> ((Optional<?>) value).orElseThrow());
            default -> throw new IllegalStateException("no way to write a " + type.getTypeName() + " as a flag");
        };
    }

    /// `value1, value2 or value3`.
    static String either(List<String> words) {
        int last = words.size() - 1;
        return last == 0 ? words.getFirst() : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }

    /// `SameStep` and `SAME_STEP` give `same-step`.
    static String kebab(String name) {
        boolean constant = name.equals(name.toUpperCase(Locale.ROOT));
        String dashed = constant ? name.replace('_', '-') : NEXT_WORD.matcher(name).replaceAll("-");
        return dashed.toLowerCase(Locale.ROOT);
    }

    private ValueType map(Function<Object, Object> convert, Function<Object, String> show) {
        return new ValueType(label, allowed, parse.andThen(convert), show);
    }

    private static ValueType optional(ValueType inner, Object empty, Function<Object, Object> wrap,
            Function<Object, Object> unwrap) {
        return new ValueType(inner.label, inner.allowed + " or " + NONE,
                text -> text.equals(NONE) ? empty : wrap.apply(inner.parse.apply(text)),
                value -> value.equals(empty) ? NONE : inner.show.apply(unwrap.apply(value)));
    }

    private static ValueType oneOf(Class<?> type) {
        Object[] constants = type.getEnumConstants();
        List<String> names = Arrays.stream(constants).map(ValueType::constantName).toList();
        return new ValueType(String.join("|", names), either(names), text -> {
            int index = names.indexOf(text);
            if (index < 0) {
                throw new IllegalArgumentException("the nearest is " + Nearest.to(text, names));
            }
            return constants[index];
        }, ValueType::constantName);
    }

    private static String constantName(Object constant) {
        return kebab(((Enum<?>) constant).name());
    }

    /// Whole numbers may be written `1e6` and `1_000_000` too.
    private static Object whole(String text) {
        String digits = withoutSeparators(text);
        try {
            return Long.parseLong(digits); // most are, and the class for the others takes long to load
        } catch (NumberFormatException notDigitsAlone) {
            return wholeDecimal(digits);
        }
    }

    private static long wholeDecimal(String text) {
        BigDecimal decimal = parsed(BigDecimal::new, text).stripTrailingZeros();
        if (decimal.scale() > 0) {
            throw new IllegalArgumentException();
        }
        try {
            return decimal.longValueExact();
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException("it must fit 64 bits", tooLarge);
        }
    }

    private static Object intOf(long number) {
        if (number != (int) number) {
            throw new IllegalArgumentException("it must fit 32 bits");
        }
        return (int) number;
    }

    private static Object number(String text) {
        String digits = withoutSeparators(text);
        if (!digits.matches("[0-9.eE+-]+")) { // Java would take NaN, 1f and 0x1p3 as well
            throw new IllegalArgumentException();
        }
        double number = parsed(Double::parseDouble, digits);
        if (Double.isInfinite(number)) {
            throw new IllegalArgumentException("it must fit a double");
        }
        return number;
    }

    private static Object floatOf(Object number) {
        float rounded = ((Double) number).floatValue();
        if (Float.isInfinite(rounded)) {
            throw new IllegalArgumentException("it must fit a float");
        }
        return rounded;
    }

    private static <N> N parsed(Function<String, N> parse, String text) {
        try {
            return parse.apply(text);
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException("", malformed);
        }
    }

    private static String withoutSeparators(String text) {
        return text.replaceAll("(?<=\\d)_(?=\\d)", "");
    }

    private static Object truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    private static Object path(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException();
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException malformed) {
            throw new IllegalArgumentException(malformed.getReason(), malformed);
        }
    }
}
