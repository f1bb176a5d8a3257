"""verl plug-in: the choice (the response's first token) and the rest have means of their own.

Import it before training starts, and set actor_rollout_ref.actor.policy_loss.loss_mode=chrpo.
Written after verl's documented interface; it has not run inside verl here.
"""
import torch
from verl.trainer.ppo.core_algos import register_policy_loss

HEAD_WEIGHT = 0.01  # alpha: weight of the first tokens' mean beside that of all other tokens


@register_policy_loss("chrpo")
def chrpo(old_log_prob, log_prob, advantages, response_mask, loss_agg_mode="token-mean", config=None, rollout_log_probs=None):
    low = getattr(config, "clip_ratio_low", None) or getattr(config, "clip_ratio", None) or 0.2
    high = getattr(config, "clip_ratio_high", None) or getattr(config, "clip_ratio", None) or 0.28
    difference = torch.clamp(log_prob - old_log_prob, -20.0, 20.0)
    ratio = torch.exp(difference)
    losses = -torch.minimum(ratio * advantages, torch.clamp(ratio, 1 - low, 1 + high) * advantages)  # [B, T]
    head = torch.zeros_like(response_mask)
    head[:, 0] = response_mask[:, 0]
    body = response_mask - head

    def mean(values, mask):
        return (values * mask).sum() / mask.sum().clamp(min=1)

    loss = HEAD_WEIGHT * mean(losses, head) + mean(losses, body)
    clipped = mean(((ratio < 1 - low) | (ratio > 1 + high)).float(), response_mask)
    kl = mean(-difference, response_mask)
    return loss, clipped, kl, torch.zeros_like(kl)
