import { EXIT, SELECTION_OPTIONS, type Command } from '../command.js';

/** `llrt-migrate check` */
export const checkCommand: Command = {
  name: 'check',
  summary: 'say whether the code is ready for LLRT, and what stands in the way',
  usage: '',
  maxPositionals: 0,
  details: [
    'Looks at the code that each Lambda reaches from its entry, dependencies included, as a bundler for LLRT resolves it: modules and names of Node.js that the release lacks, globals, packages that cannot run, AWS clients that the binary does not bring, what goes wrong without an error, what hangs during init, and settings of bundles and of the AWS CDK. Says for every route whether it can move.',
    'With --transform only what that transform takes away is listed, for example `-t form-data-to-url-search-params`; exit 1 when that has errors.',
    'Runs no code of yours, writes nothing but the file of --sarif, and uses no network. Exit 1 when there are errors.',
    'Releases with facts of their own: 0.5.1, 0.6.2, 0.7.0, 0.8.1 and main; 0.8.0 counts as 0.8.1 and 0.9.0 as main.',
  ],
  options: {
    ...SELECTION_OPTIONS,
    llrt: {
      type: 'string',
      value: 'VERSION',
      help: 'release of LLRT, for example 0.7.0; default: the newest known one',
    },
    sdk: {
      type: 'string',
      value: 'FLAVOUR',
      help: 'AWS SDK in the binary: std, full or none; default: as the CDK code says, else the smallest that fits',
    },
    entry: {
      type: 'string',
      multiple: true,
      value: 'FILE',
      help: 'module that exports the Lambda handler; default: found in the sources',
    },
    sarif: { type: 'string', value: 'FILE', help: 'also write the findings as SARIF 2.1.0' },
  },
  async run(context) {
    const { checkWorkspace } = await import('../check/check-workspace.js');
    const report = await checkWorkspace(context);
    const { global, io } = context;
    if (global.json) {
      const { writeJson } = await import('../render/json.js');
      writeJson(io.stdout, report);
    } else {
      const [{ renderCheck }, { painter }] = await Promise.all([
        import('../check/render-check.js'),
        import('../color.js'),
      ]);
      const lines = renderCheck(report, painter(global.color.stdout), global.verbose);
      io.stdout.write(`${lines.join('\n')}\n`);
    }
    return report.ready ? EXIT.done : EXIT.no;
  },
};
