/// Networks and what trains them: layers, initial values, losses, optimisers, learning rates, model files.
///
/// Read [drl.nn.Linear] and [drl.nn.FeedForwardNN], then [drl.nn.Loss] and [drl.nn.Adam]; [drl.nn.StateDict] is what is
/// saved, [drl.nn.Init] and [drl.nn.Schedule] how it begins and how fast it goes.
package drl.nn;
