"""The three PPO losses, their diagnostics and their gradients."""

import torch

from common import floats, source


def cleanrl_loss(new_logprob, old_logprob, advantages, returns, old_values, new_values, entropy,
                 clip_coef, clip_vloss, norm_adv, ent_coef, vf_coef):
    """CleanRL's loss block; a dictionary of its parts."""
    logratio = new_logprob - old_logprob
    ratio = logratio.exp()
    if norm_adv:
        advantages = (advantages - advantages.mean()) / (advantages.std() + 1e-8)
    clipped = ratio.clamp(1 - clip_coef, 1 + clip_coef)
    pg_loss = torch.max(-advantages * ratio, -advantages * clipped).mean()
    squared = (new_values - returns) ** 2
    if clip_vloss:
        near = old_values + (new_values - old_values).clamp(-clip_coef, clip_coef)
        v_loss = 0.5 * torch.max(squared, (near - returns) ** 2).mean()
    else:
        v_loss = 0.5 * squared.mean()
    entropy_loss = entropy.mean()
    return {
        "normalised_advantages": advantages, "ratio": ratio, "pg_loss": pg_loss, "v_loss": v_loss,
        "entropy_loss": entropy_loss, "loss": pg_loss - ent_coef * entropy_loss + v_loss * vf_coef,
        "approx_kl": ((ratio - 1) - logratio).mean(), "old_approx_kl": (-logratio).mean(),
        "clipfrac": ((ratio - 1.0).abs() > clip_coef).float().mean(),
    }


def ppo_losses(new_logprob, old_logprob, advantages, values, rtgs, clip):
    """The PPO tutorial's actor loss (clipped surrogate) and critic loss (mean squared error)."""
    ratio = torch.exp(new_logprob - old_logprob)
    clipped = torch.clamp(ratio, 1 - clip, 1 + clip)
    actor_loss = -torch.min(ratio * advantages, clipped * advantages).mean()
    return actor_loss, torch.nn.functional.mse_loss(values, rtgs)


def _entry(value):
    return value.item() if value.dim() == 0 else floats(value)


def _cleanrl(n, spread, **settings):
    old_logprob = torch.randn(n) - 1
    new_logprob = old_logprob + spread * torch.randn(n)
    advantages = torch.randn(n) * 2 + 0.5
    returns = torch.randn(n) * 2
    old_values = returns + 0.5 * torch.randn(n)
    new_values = old_values + 0.3 * torch.randn(n)
    entropy = torch.randn(n).abs()
    arrays = {"old_logprob": old_logprob, "new_logprob": new_logprob, "advantages": advantages, "returns": returns,
              "old_values": old_values, "new_values": new_values, "entropy": entropy}
    free = ("new_logprob", "new_values", "entropy")
    for name in free:
        arrays[name].requires_grad_()
    parts = cleanrl_loss(**arrays, **settings)
    parts["loss"].backward()
    entry = dict(settings)
    entry.update({name: floats(array) for name, array in arrays.items()})
    entry.update({name: _entry(part) for name, part in parts.items()})
    entry.update({"grad_" + name: floats(arrays[name].grad) for name in free})
    return entry


def _ppo_for_beginners(n, clip):
    old_logprob = torch.randn(n) - 1
    new_logprob = (old_logprob + 0.3 * torch.randn(n)).requires_grad_()
    values = torch.randn(n).requires_grad_()
    rtgs = torch.randn(n) * 3
    advantages = rtgs - values.detach()
    advantages = (advantages - advantages.mean()) / (advantages.std() + 1e-10)
    actor_loss, critic_loss = ppo_losses(new_logprob, old_logprob, advantages, values, rtgs, clip)
    actor_loss.backward()
    critic_loss.backward()
    return {
        "clip": clip, "old_logprob": floats(old_logprob), "new_logprob": floats(new_logprob), "V": floats(values),
        "rtgs": floats(rtgs), "A_k": floats(advantages), "actor_loss": actor_loss.item(),
        "critic_loss": critic_loss.item(), "grad_new_logprob": floats(new_logprob.grad), "grad_V": floats(values.grad),
    }


def _myppo(n, annealing, epsilon=0.1, c1=1, c2=0.01):
    """MyPPO maximises one sum; its ratio is a quotient of probabilities, its advantage keeps the old values."""
    old_probs = torch.randn(n, 2).softmax(-1)
    scores = torch.randn(n, 2).requires_grad_()
    new_probs = scores.softmax(-1)
    new_probs.retain_grad()
    actions = torch.randint(0, 2, (n, 1))
    old_values = torch.randn(n, 1)
    cumulative = torch.randn(n, 1)
    new_values = torch.randn(n, 1).requires_grad_()
    advantages = cumulative - old_values
    margin = epsilon * annealing
    ratio = new_probs.gather(1, actions) / old_probs.gather(1, actions)
    l_clip = torch.cat((ratio * advantages, ratio.clip(1 - margin, 1 + margin) * advantages), 1).min(1).values.mean()
    l_vf = ((cumulative - new_values) ** 2).mean()
    bonus = (-new_probs * (new_probs + 1e-5).log()).sum(1).mean()
    objective = l_clip - c1 * l_vf + c2 * bonus
    objective.backward()
    return {
        "epsilon": epsilon, "annealing": annealing, "c1": c1, "c2": c2,
        "old_probs": floats(old_probs), "new_pre_softmax": floats(scores), "new_probs": floats(new_probs),
        "actions": actions.tolist(), "old_values": floats(old_values), "cumulative_rewards": floats(cumulative),
        "new_values": floats(new_values), "l_clip": l_clip.item(), "l_vf": l_vf.item(), "entropy_bonus": bonus.item(),
        "loss_to_maximise": objective.item(), "grad_new_pre_softmax": floats(scores.grad),
        "grad_new_probs": floats(new_probs.grad), "grad_new_values": floats(new_values.grad),
    }


def ppo(offset):
    torch.manual_seed(800 + offset)
    names = ("clip_coef", "clip_vloss", "norm_adv", "ent_coef", "vf_coef")
    settings = [(16, 0.3, (0.2, True, True, 0.0, 0.5)), (16, 0.05, (0.2, True, True, 0.01, 0.5)),
                (32, 0.3, (0.1, False, True, 0.01, 0.5)), (16, 1.0, (0.2, True, False, 0.01, 1.0)),
                (8, 0.0, (0.2, False, False, 0.0, 0.5))]
    return {
        "source": source("the loss of CleanRL's PPO, of the PPO tutorial and of MyPPO", "losses.py"),
        "tolerance": "1e-6 rel + 1e-7 abs; clipfrac exact",
        "cleanrl": [_cleanrl(n, spread, **dict(zip(names, values))) for n, spread, values in settings],
        "ppo_for_beginners": [_ppo_for_beginners(12, 0.2), _ppo_for_beginners(20, 0.1)],
        "myppo": [_myppo(10, 1.0), _myppo(16, 0.35)],
    }
