/// Environments: the worlds that agents act in, by Gymnasium's rules.
///
/// Read [drl.env.Env] for the contract, [drl.env.Pendulum] for an example of how little an environment is, and
/// [drl.env.Envs] for how it gets its name. To add one, write a class that extends [drl.env.ClassicControl] or
/// implements [drl.env.Env], try it with [drl.env.EnvChecker], and register it.
package drl.env;
