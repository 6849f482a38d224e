import { EXIT, type Command } from '../command.js';

/** `llrt-migrate explain` */
export const explainCommand: Command = {
  name: 'explain',
  summary: 'print the documentation of a finding',
  usage: '[CODE]',
  maxPositionals: 1,
  details: ['Prints what a finding means, why it matters and what to do. Without CODE lists all.'],
  options: {},
  async run({ io, global, positionals }) {
    const [{ readSections }, { Failure }, { didYouMean }] = await Promise.all([
      import('../findings-page.js'),
      import('../../transforms/engine/failure.js'),
      import('../../transforms/engine/near.js'),
    ]);
    const sections = readSections();
    const [code] = positionals;
    const chosen = code === undefined ? sections : sections.filter((item) => item.code === code);
    if (code !== undefined && chosen.length === 0)
      throw new Failure(
        'unknown-code',
        `There is no finding "${code}".${didYouMean(
          code,
          sections.map((section) => section.code),
        )} \`llrt-migrate explain\` lists all.`,
      );
    if (global.json) {
      const { writeJson } = await import('../render/json.js');
      writeJson(io.stdout, { schemaVersion: 1, findings: chosen });
    } else if (code === undefined) {
      const width = Math.max(0, ...chosen.map((section) => section.code.length));
      for (const section of chosen)
        io.stdout.write(`${section.code.padEnd(width)}  ${section.title}\n`);
    } else io.stdout.write(`${chosen[0]?.text ?? ''}\n`);
    return EXIT.done;
  },
};
