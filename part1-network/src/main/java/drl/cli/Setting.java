package drl.cli;

/// One value of a settings record, as the run's records show it.
///
/// @param name  the component's name as Python programs spell it, `num_envs`, under which CleanRL's tools look for it
/// @param value the value
/// @param text  the value as it would be typed
public record Setting(String name, Object value, String text) {}
