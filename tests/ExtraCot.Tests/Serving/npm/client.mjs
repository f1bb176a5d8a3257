// The openai npm package against a running server: node client.mjs BASE_URL QUESTION ANSWER. Any difference throws.
import assert from 'node:assert/strict';
import OpenAI from 'openai';

const [baseURL, question, answer] = process.argv.slice(2);
const client = new OpenAI({ apiKey: 'unused', baseURL, maxRetries: 0 });
const messages = [{ role: 'user', content: question }];
const request = { model: 'small-base', messages, temperature: 0 };

const models = await client.models.list();
assert.deepEqual(models.data.map(model => model.id), ['small-base']);

const whole = await client.chat.completions.create({ ...request, logprobs: true, top_logprobs: 2 });
const { message, finish_reason, logprobs } = whole.choices[0];
assert.equal(message.content, answer);
assert.ok(message.reasoning_content.startsWith('Okay'));
assert.equal(finish_reason, 'stop');
assert.equal(logprobs.content.length, whole.usage.completion_tokens);
assert.ok(whole.usage.completion_tokens_details.reasoning_tokens > 0);

let content = '', reasoning = '', usage = null;
for await (const chunk of await client.chat.completions.create({ ...request, stream: true, stream_options: { include_usage: true } })) {
  content += chunk.choices[0]?.delta.content ?? '';
  reasoning += chunk.choices[0]?.delta.reasoning_content ?? '';
  usage = chunk.usage ?? usage;
}
assert.equal(content, answer);
assert.equal(reasoning, message.reasoning_content);
assert.deepEqual(usage, whole.usage);

const several = await client.chat.completions.create({ ...request, temperature: 1, seed: 5, n: 3, max_completion_tokens: 8, stop: ['never'] });
assert.deepEqual(several.choices.map(choice => choice.index), [0, 1, 2]);
assert.equal(several.usage.completion_tokens, 24);

const budget = await client.chat.completions.create({ ...request, compression_ratio: 0.2, max_tokens: 2 });
assert.equal(budget.usage.prompt_tokens, whole.usage.prompt_tokens + 1);

const text = await client.completions.create({ model: 'small-base', prompt: ' pencils', max_tokens: 3, logprobs: 1 });
assert.equal(text.choices[0].logprobs.tokens.length, 3);

await assert.rejects(client.chat.completions.create({ ...request, model: 'other' }), error => error instanceof OpenAI.NotFoundError && error.code === 'model_not_found');
await assert.rejects(client.chat.completions.create({ ...request, response_format: { type: 'json_object' } }), error => error instanceof OpenAI.BadRequestError && error.param === 'response_format');

const stream = await client.chat.completions.create({ ...request, stream: true });
for await (const _ of stream) break; // leaves in the middle
console.log('ok');
