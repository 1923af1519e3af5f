"""The update that ./rl cuda bench measures, in PyTorch: eager, compiled, and as a CUDA graph. The same CSV lines."""
import math
import time

import torch
from torch import nn

OBSERVATIONS, ACTIONS, SECONDS = 17, 6, 0.5


def wave(*shape):
    n = math.prod(shape)
    return torch.sin(0.37 * torch.arange(n, dtype=torch.float32)).reshape(shape).cuda()


def network(width, outputs):
    return nn.Sequential(nn.Linear(OBSERVATIONS, width), nn.Tanh(), nn.Linear(width, width), nn.Tanh(),
                         nn.Linear(width, outputs)).cuda()


class Update:
    def __init__(self, batch, width):
        torch.manual_seed(1)
        self.actor, self.critic = network(width, ACTIONS), network(width, 1)
        self.parameters = list(self.actor.parameters()) + list(self.critic.parameters())
        self.optimizer = torch.optim.Adam(self.parameters, lr=3e-4, fused=True, capturable=True)
        self.obs, self.actions = wave(batch, OBSERVATIONS), wave(batch, ACTIONS)
        self.log_probs = torch.full((batch,), -6.0).cuda()
        self.advantages, self.returns = wave(batch), wave(batch)
        self.loss = self.loss_of

    def loss_of(self):
        error = self.actions - self.actor(self.obs)
        ratio = torch.exp(error.square().sum(1) * -0.5 - self.log_probs)
        gain = -self.advantages
        policy_loss = torch.maximum(gain * ratio, gain * ratio.clamp(0.8, 1.2)).mean()
        value_loss = (self.critic(self.obs).view(-1) - self.returns).square().mean()
        return policy_loss + 0.5 * value_loss

    def __call__(self):
        self.optimizer.zero_grad(set_to_none=False)
        self.loss().backward()
        nn.utils.clip_grad_norm_(self.parameters, 0.5)
        self.optimizer.step()


def graphed(update):
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(3):
            update()
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        update()
    return graph.replay


def seconds_each(call):
    for _ in range(10):
        call()
    count = 10
    while True:
        torch.cuda.synchronize()
        start = time.perf_counter()
        for _ in range(count):
            call()
        torch.cuda.synchronize()
        taken = time.perf_counter() - start
        if taken >= SECONDS:
            return taken / count
        count = max(count + 1, int(count * min(100, 1.2 * SECONDS / max(taken, 1e-6))))


def compiled(update):
    update.loss = torch.compile(update.loss_of)
    return update


torch.backends.cuda.matmul.allow_tf32 = False
print("what,batch,width,device,value,unit")
for width in (64, 256, 1024):
    for batch in (64, 256, 1024, 4096, 16384, 65536):
        for name, make in (("eager", lambda u: u), ("compiled", compiled), ("graph", graphed)):
            try:
                seconds = seconds_each(make(Update(batch, width)))
                print(f"update,{batch},{width},pytorch-{name},{1 / seconds:.4g},updates/s", flush=True)
            except Exception as broken:  # a version without this way; the others still count
                print(f"# {name}: {type(broken).__name__}: {str(broken).splitlines()[0]}", flush=True)
