import { batchPlan, describePlan, type History, layers, sequential } from '../../index.js';
import type { Output } from '../../platform/terminal.js';

const numbers = [1, 2, 3, 4, 5, 6];
const epochs = 10;
const seed = 7;

/** Trains one neuron on six numbers with batch 6, then 3, then none given, and says what the three runs show. */
export async function article(output: Output, signal: AbortSignal): Promise<void> {
  const say = (text = '') => output.write(`${text}\n`);
  say(
    `One neuron learns y = x from six numbers: loss 'mae', optimizer 'adam', ${epochs} epochs, seed ${seed}.`,
  );
  const runs: { name: string; history: History; weights: string }[] = [];
  for (const batchSize of [6, 3, undefined]) {
    const name = batchSize === undefined ? 'no batch size given' : `batch size ${batchSize}`;
    say(`\n── ${name} ──`);
    say(describePlan(batchPlan({ samples: numbers.length, batchSize, epochs })));
    const model = sequential([layers.dense({ units: 1, inputShape: [1] })]);
    model.compile({ loss: 'mae', optimizer: 'adam' });
    const history = await model.fit(numbers, numbers, { epochs, batchSize, seed, signal, output });
    say(String(history));
    if (signal.aborted) return;
    runs.push({
      name,
      history,
      weights: JSON.stringify(model.getWeights().map((weight) => weight.toArray())),
    });
  }
  say(`\n${compare(runs)}`);
}

function compare(runs: readonly { name: string; history: History; weights: string }[]): string {
  const lines = runs.map(({ name, history }) => {
    const { loss } = history.history;
    const updates = history.steps.reduce((sum, steps) => sum + steps, 0);
    return `  ${name}: ${updates} updates, loss ${loss[0].toFixed(4)} → ${loss.at(-1)!.toFixed(4)}`;
  });
  const [full, half, none] = runs;
  const same =
    full.weights === none.weights
      ? 'Giving none ended in the very same weights as batch 6: min(32, 6) is 6.'
      : 'Giving none did not end in the same weights as batch 6.';
  const fall = ({ history }: { history: History }) => history.history.loss[0] - history.history.loss.at(-1)!;
  const ratio = fall(half) / fall(full);
  const drop = Number.isFinite(ratio)
    ? `Its loss fell ${ratio.toFixed(1)} times as far as with batch 6. `
    : '';
  return [
    'All three began with the same weights:',
    ...lines,
    `Batch 3 made ${half.history.steps[0]} updates per epoch where batch 6 made ${full.history.steps[0]}. ${drop}${same}`,
  ].join('\n');
}
