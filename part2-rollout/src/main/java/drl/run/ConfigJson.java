package drl.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import drl.cli.ProjectVersion;
import drl.cli.RunOptions;
import drl.cli.Setting;
import drl.cli.Settings;
import drl.cli.UsageException;
import drl.io.AtomicFile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;

/// Writes and reads `config.json`: a flat head, then the hyperparameters, the shared flags and the versions, under the
/// names that CleanRL's own records use.
final class ConfigJson {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String NONE = "none";
    private static final String CUT_SHORT = "the file is cut short";

    private ConfigJson() {
    }

    /// Writes the file of a run that is about to begin.
    ///
    /// @throws IOException if it cannot be written
    static void write(RunFolder folder, RunDescription run) throws IOException {
        AtomicFile.write(folder.config(), out -> {
            try (JsonGenerator json = JSON.createGenerator(out)) {
                DefaultIndenter lines = new DefaultIndenter("  ", "\n");
                json.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(lines));
                json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                json.writeStartObject();
                json.writeStringField("run", folder.name());
                json.writeStringField("program", run.program());
                json.writeStringField("preset", run.invocation().preset());
                json.writeStringField("env_id", run.envId());
                json.writeStringField("exp_name", run.exp());
                json.writeNumberField("seed", run.options().seed());
                json.writeStringField("command_line", run.invocation().commandLine());
                write(json, "hyperparameters", hyperparameters(run.settings()));
                write(json, "options", Settings.of(RunOptions.class).values(run.options()));
                json.writeObjectFieldStart("versions");
                json.writeStringField("project", ProjectVersion.VERSION);
                json.writeStringField("jdk", Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
                for (Map.Entry<String, String> version : run.versions().entrySet()) {
                    json.writeStringField(version.getKey(), version.getValue());
                }
                json.writeEndObject();
                json.writeEndObject();
                json.writeRaw('\n');
            }
        });
    }

    /// Every hyperparameter of a settings record.
    static List<Setting> hyperparameters(Record settings) {
        return values(settings.getClass(), settings);
    }

    private static <S extends Record> List<Setting> values(Class<S> type, Record settings) {
        return Settings.of(type).values(type.cast(settings));
    }

    private static void write(JsonGenerator json, String name, List<Setting> settings) throws IOException {
        json.writeObjectFieldStart(name);
        for (Setting setting : settings) {
            json.writeFieldName(setting.name());
            write(json, setting.value(), setting.text());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Object value, String text) throws IOException {
        switch (value) {
            case Boolean truth -> json.writeBoolean(truth);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Float number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case OptionalInt number when number.isPresent() -> json.writeNumber(number.getAsInt());
            case OptionalLong number when number.isPresent() -> json.writeNumber(number.getAsLong());
            case OptionalDouble number when number.isPresent() -> json.writeNumber(number.getAsDouble());
            case Optional<?> present when present.isPresent() -> write(json, present.get(), text);
            case OptionalInt _ -> json.writeNull();
            case OptionalLong _ -> json.writeNull();
            case OptionalDouble _ -> json.writeNull();
            case Optional<?> _ -> json.writeNull();
            default -> json.writeString(text);
        }
    }

    /// Reads the file of an earlier run.
    ///
    /// @throws UsageException if it cannot be read, or is not what [#write] writes
    static RunConfig read(RunFolder folder) {
        SequencedMap<String, String> head = new LinkedHashMap<>();
        Map<String, SequencedMap<String, String>> parts = Map.of("hyperparameters", new LinkedHashMap<>(), "options",
                new LinkedHashMap<>(), "versions", new LinkedHashMap<>());
        try (JsonParser json = JSON.createParser(folder.config().toFile())) {
            json.nextToken();
            expect(json, JsonToken.START_OBJECT);
            while (json.nextToken() != JsonToken.END_OBJECT) {
                expect(json, JsonToken.FIELD_NAME);
                String name = json.currentName();
                if (json.nextToken() == JsonToken.START_OBJECT) {
                    readPart(json, parts.getOrDefault(name, new LinkedHashMap<>()));
                } else {
                    head.put(name, text(json));
                }
            }
            return new RunConfig(required(head, "run"), required(head, "program"), required(head, "preset"),
                    required(head, "env_id"), required(head, "exp_name"), Long.parseLong(required(head, "seed")),
                    required(head, "command_line"), parts.get("hyperparameters"), parts.get("options"),
                    parts.get("versions"));
        } catch (JsonProcessingException | NumberFormatException malformed) {
            throw new UsageException(folder.config() + " is not the record of a run: " + reason(malformed), malformed);
        } catch (IOException failed) {
            throw new UsageException(folder.config() + " cannot be read: " + failed.getMessage(), failed);
        }
    }

    /// What is wrong and where, without what the parser says of itself.
    private static String reason(Exception malformed) {
        String what = switch (malformed) {
            case JsonEOFException _ -> CUT_SHORT;
            case JsonProcessingException json -> json.getOriginalMessage();
            default -> malformed.getMessage();
        };
        return malformed instanceof JsonProcessingException json && json.getLocation() != null
                ? "line " + json.getLocation().getLineNr() + ", column " + json.getLocation().getColumnNr() + ": "
                        + what
                : what;
    }

    private static void readPart(JsonParser json, Map<String, String> part) throws IOException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            expect(json, JsonToken.FIELD_NAME);
            String name = json.currentName();
            json.nextToken();
            part.put(name, text(json));
        }
    }

    private static String text(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == null || !token.isScalarValue()) {
            throw new JsonParseException(json, "the value of " + json.currentName() + " is no single value");
        }
        return token == JsonToken.VALUE_NULL ? NONE : json.getText();
    }

    private static void expect(JsonParser json, JsonToken expected) throws JsonParseException {
        if (json.currentToken() != expected) {
            throw new JsonParseException(json, json.currentToken() == null ? CUT_SHORT : "it is no JSON object");
        }
    }

    private static String required(Map<String, String> head, String name) throws JsonParseException {
        if (!head.containsKey(name)) {
            throw new JsonParseException(null, "it does not say \"" + name + "\"");
        }
        return head.get(name);
    }
}
