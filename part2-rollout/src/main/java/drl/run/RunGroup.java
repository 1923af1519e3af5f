package drl.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;

/// Runs that differ in nothing but the seed.
///
/// @param config  of the first of them
/// @param folders all of them
record RunGroup(RunConfig config, List<RunFolder> folders) {

    /// Sorts runs into groups, in the order of each group's first run.
    static List<RunGroup> of(List<RunFolder> folders) {
        SequencedMap<List<Object>, RunGroup> groups = new LinkedHashMap<>();
        for (RunFolder folder : folders) {
            RunConfig config = ConfigJson.read(folder);
            List<Object> same = List.of(config.program(), config.envId(), withoutSeed(config.hyperparameters()));
            groups.computeIfAbsent(same, _ -> new RunGroup(config, new ArrayList<>())).folders.add(folder);
        }
        return List.copyOf(groups.values());
    }

    /// A name for each group that tells it from the others, as short as can be: its program if these differ, its
    /// environment, its preset, and only then the hyperparameters.
    static List<String> labels(List<RunGroup> groups) {
        List<List<String>> parts = new ArrayList<>();
        groups.forEach(_ -> parts.add(new ArrayList<>()));
        addIfDifferent(parts, groups.stream().map(group -> group.config.program()).toList());
        addIfDifferent(parts, groups.stream().map(group -> group.config.envId()).toList());
        addIfDifferent(parts, groups.stream().map(group -> group.config.preset()).toList());
        for (String name : names(groups)) {
            if (parts.stream().distinct().count() < groups.size()) {
                addIfTelling(parts, groups.stream().map(group -> name + " "
                        + group.config.hyperparameters().getOrDefault(name, "-")).toList());
            }
        }
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            int runs = groups.get(i).folders.size();
            String name = parts.get(i).isEmpty() ? groups.get(i).config.program() : String.join(", ", parts.get(i));
            labels.add(name + (runs > 1 ? " (" + runs + " runs)" : ""));
        }
        return labels;
    }

    /// Adds a hyperparameter where it tells groups apart that are alike so far.
    private static void addIfTelling(List<List<String>> parts, List<String> texts) {
        List<List<String>> with = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            with.add(new ArrayList<>(parts.get(i)));
            with.getLast().add(texts.get(i));
        }
        if (with.stream().distinct().count() > parts.stream().distinct().count()) {
            addIfDifferent(parts, texts);
        }
    }

    private static void addIfDifferent(List<List<String>> parts, List<String> texts) {
        if (texts.stream().distinct().count() > 1) {
            for (int i = 0; i < texts.size(); i++) {
                if (!texts.get(i).isEmpty()) {
                    parts.get(i).add(texts.get(i));
                }
            }
        }
    }

    private static List<String> names(List<RunGroup> groups) {
        TreeSet<String> names = new TreeSet<>();
        groups.forEach(group -> names.addAll(group.config.hyperparameters().keySet()));
        return List.copyOf(names);
    }

    private static Map<String, String> withoutSeed(Map<String, String> hyperparameters) {
        Map<String, String> others = new LinkedHashMap<>(hyperparameters);
        others.remove("seed");
        return others;
    }
}
