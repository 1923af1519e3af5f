package drl.nn;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import drl.nn.SafetensorsHeader.Slot;
import drl.nn.SafetensorsHeader.Type;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// Reads a safetensors header and refuses whatever the format does not allow.
final class SafetensorsHeaderParser {

    private static final JsonFactory JSON =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final Path file;
    private final byte[] json;
    private final SequencedMap<String, Slot> slots = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    SafetensorsHeaderParser(Path file, byte[] json) {
        this.file = file;
        this.json = json;
    }

    SafetensorsHeader parse() {
        if (json.length == 0 || json[0] != '{') {
            throw fault("its header does not begin with {");
        }
        try (JsonParser in = JSON.createParser(json)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                expect(in.nextToken(), JsonToken.START_OBJECT, name);
                if (name.equals(SafetensorsHeader.METADATA)) {
                    parseMetadata(in);
                } else {
                    slots.put(name, parseSlot(in, name));
                }
            }
            if (in.nextToken() != null) {
                throw fault("something follows the JSON of its header");
            }
        } catch (JacksonException e) {
            throw fault("its header is not valid JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SafetensorsHeader(slots, metadata);
    }

    private void parseMetadata(JsonParser in) throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = in.currentName();
            expect(in.nextToken(), JsonToken.VALUE_STRING, SafetensorsHeader.METADATA + " " + key);
            metadata.put(key, in.getText());
        }
    }

    private Slot parseSlot(JsonParser in, String name) throws IOException {
        Type type = null;
        long[] shape = null;
        long[] offsets = null;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "dtype" -> type = parseType(in, name);
                case "shape" -> shape = parseNumbers(in, name + " shape");
                case "data_offsets" -> offsets = parseNumbers(in, name + " data_offsets");
                default -> throw fault("tensor " + name + " has a field " + field
                        + "; the format knows dtype, shape and data_offsets");
            }
        }
        if (type == null || shape == null || offsets == null) {
            throw fault("tensor " + name + " lacks its "
                    + (type == null ? "dtype" : shape == null ? "shape" : "data_offsets"));
        }
        return checkedSlot(name, type, shape, offsets);
    }

    private Type parseType(JsonParser in, String name) throws IOException {
        expect(in.currentToken(), JsonToken.VALUE_STRING, name + " dtype");
        String recorded = in.getText();
        for (Type type : Type.values()) {
            if (type.name().equals(recorded)) {
                return type;
            }
        }
        throw fault("tensor " + name + " holds numbers of type " + recorded + "; this program reads "
                + Arrays.stream(Type.values()).map(Type::name).collect(Collectors.joining(", ")));
    }

    private long[] parseNumbers(JsonParser in, String what) throws IOException {
        expect(in.currentToken(), JsonToken.START_ARRAY, what);
        List<Long> numbers = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            expect(in.currentToken(), JsonToken.VALUE_NUMBER_INT, what);
            long number = in.getLongValue();
            if (number < 0) {
                throw fault(what + " holds the negative number " + number);
            }
            numbers.add(number);
        }
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private Slot checkedSlot(String name, Type type, long[] shape, long[] offsets) {
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw fault("tensor " + name + " has data_offsets " + Arrays.toString(offsets)
                    + ", which are not a begin and an end");
        }
        int[] lengths = new int[shape.length];
        long count = 1;
        for (int i = 0; i < shape.length; i++) {
            count = shape[i] <= Integer.MAX_VALUE ? count * shape[i] : Long.MAX_VALUE;
            if (count > Integer.MAX_VALUE) {
                throw fault("tensor " + name + " of shape " + Arrays.toString(shape) + " is too large for an array");
            }
            lengths[i] = (int) shape[i];
        }
        if (count * type.bytes() != offsets[1] - offsets[0]) {
            throw fault("tensor " + name + " of shape " + Arrays.toString(shape) + " and type " + type + " takes "
                    + count * type.bytes() + " bytes, not the " + (offsets[1] - offsets[0]) + " of its data_offsets");
        }
        return new Slot(type, lengths, offsets[0], offsets[1]);
    }

    private void expect(JsonToken actual, JsonToken expected, String what) {
        if (actual != expected) {
            throw fault("in its header, " + what + " must be a JSON " + describe(expected) + ", not a "
                    + describe(actual));
        }
    }

    private static String describe(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "object";
            case START_ARRAY -> "list";
            case VALUE_STRING -> "string";
            case VALUE_NUMBER_INT -> "whole number";
            case VALUE_NUMBER_FLOAT -> "fraction";
            case VALUE_TRUE, VALUE_FALSE -> "boolean";
            case null, default -> "null or nothing";
        };
    }

    private MalformedFileException fault(String fault) {
        return new MalformedFileException(file, fault);
    }
}
