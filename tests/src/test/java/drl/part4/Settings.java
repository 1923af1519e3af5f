package drl.part4;

import drl.ddpg.DdpgHyperparameters;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;

/// Settings for tests: some, but for what a test is about.
final class Settings {

    private Settings() {
    }

    /// Small networks and batches.
    static DdpgHyperparameters small(Object... namesAndValues) {
        return with(with(DdpgHyperparameters.paper(), "hidden1Size", 12, "hidden2Size", 8, "batchSize", 8),
                namesAndValues);
    }

    /// The tutorial's literal behaviour with numbers of its own.
    static DdpgHyperparameters literal(Object... namesAndValues) {
        return with(DdpgHyperparameters.plain(), namesAndValues).literal();
    }

    /// These settings with other values for the components named.
    static DdpgHyperparameters with(DdpgHyperparameters settings, Object... namesAndValues) {
        Map<String, Object> changes = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            changes.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        RecordComponent[] components = DdpgHyperparameters.class.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                Object own = components[i].getAccessor().invoke(settings);
                values[i] = changes.containsKey(components[i].getName()) ? changes.remove(components[i].getName())
                        : own;
            }
            if (!changes.isEmpty()) {
                throw new IllegalArgumentException("no settings are named " + changes.keySet());
            }
            return DdpgHyperparameters.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
