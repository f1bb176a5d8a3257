"""Rewards of a running `extracot reward serve`, for verl and TRL. Python's standard library alone.

EXTRACOT_REWARD_URL  address of the service, default http://127.0.0.1:5000
EXTRACOT_REWARD_KEY  its API key, where it asks for one
"""
import json
import os
import time
import urllib.error
import urllib.request

URL = os.environ.get("EXTRACOT_REWARD_URL", "http://127.0.0.1:5000").rstrip("/") + "/rewards"
TRIES = 5
TIMEOUT_SECONDS = 180


def _post(items):
    body = json.dumps({"items": items}).encode("utf-8")
    headers = {"Content-Type": "application/json"}
    if os.environ.get("EXTRACOT_REWARD_KEY"):
        headers["Authorization"] = "Bearer " + os.environ["EXTRACOT_REWARD_KEY"]
    for attempt in range(TRIES):
        try:
            request = urllib.request.Request(URL, body, headers)
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
                return json.load(answer)["rewards"]
        except urllib.error.HTTPError as refusal:
            # A request that is wrong stays wrong: say what the service says.
            if refusal.code < 500 and refusal.code != 429:
                raise RuntimeError("reward service: " + refusal.read().decode("utf-8", "replace")) from refusal
            if attempt + 1 == TRIES:
                raise
        except OSError:
            if attempt + 1 == TRIES:
                raise
        time.sleep(2 ** attempt)


def _item(gold, info, response=None, ids=None):
    info = info or {}
    item = {"gold": str(gold)}
    if info.get("gt_ratio") is not None:
        item["r_star"] = float(info["gt_ratio"])
    if info.get("orig_cot_tokens"):
        item["l_ref"] = float(info["orig_cot_tokens"])
    if info.get("orig_visible_tokens"):
        item["v_ref"] = float(info["orig_visible_tokens"])
    if ids is not None:
        item["response_ids"] = [int(i) for i in ids]
    else:
        # verl decodes without special tokens, so the end of turn is gone; a response that was cut has no closed thought or no answer.
        item["response"] = response
        item["finished"] = True
    return item


def compute_score(data_source, solution_str, ground_truth, extra_info=None, **kwargs):
    """verl, one response: custom_reward_function.name=compute_score."""
    return _post([_item(ground_truth, extra_info, response=solution_str)])[0]


def compute_scores(data_sources, solution_strs, ground_truths, extra_infos, **kwargs):
    """verl, a batch: custom_reward_function.name=compute_scores with reward_model.reward_manager=batch."""
    return _post([_item(g, e, response=s) for s, g, e in zip(solution_strs, ground_truths, extra_infos)])


def reward(prompts, completions, completion_ids=None, gold=None, **columns):
    """TRL: reward_funcs=[reward]; the columns of the data set come as keywords, ids keep every token."""
    names = ("gt_ratio", "orig_cot_tokens", "orig_visible_tokens")
    items = []
    for i, completion in enumerate(completions):
        info = {name: columns[name][i] for name in names if name in columns}
        text = completion if isinstance(completion, str) else completion[-1]["content"]
        ids = completion_ids[i] if completion_ids is not None else None
        items.append(_item(gold[i], info, response=text, ids=ids))
    return [row["score"] for row in _post(items)]
