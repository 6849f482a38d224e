import { parseArgs } from 'node:util';
import { searchRandom } from '../../transforms/lambda-api-to-hono/random/search.js';

const SHRINK_MS = 30_000;
const STEP = 100;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const [count, seed] = [Number(values.count), Number(values.seed)];

if (!Number.isInteger(count) || !Number.isInteger(seed) || count < 1) {
  process.stderr.write('npm run random takes --count and --seed, both whole numbers.\n');
  process.exitCode = 2;
} else {
  const { totals, counterExamples } = await searchRandom({
    seed,
    count,
    shrinkMs: SHRINK_MS,
    onProgress({ applications }, differ) {
      if (applications % STEP === 0)
        process.stderr.write(`${applications} applications, ${differ} differ\n`);
    },
  });
  for (const { index, text } of counterExamples)
    process.stdout.write(`=== application ${index} of seed ${seed}\n${text}\n\n`);
  process.stdout.write(
    `seed ${seed}: ${JSON.stringify({ ...totals, differ: counterExamples.length })}\n`,
  );
  process.exitCode = counterExamples.length > 0 ? 1 : 0;
}
