import { EXIT, SELECTION_OPTIONS, type Command } from '../command.js';

/** `llrt-migrate bench` */
export const benchCommand: Command = {
  name: 'bench',
  summary: 'measure start, requests, bundle and memory of the code before and after',
  usage: '',
  maxPositionals: 0,
  details: [
    'Runs your code: every Lambda of the workspace is bundled as it would be deployed (minified, without the AWS SDK), as it was before the last apply and as it is now, and each bundle is run in fresh processes of Node.js, in turn. Prints a table of medians and ratios, as Markdown that can be pasted into a pull request.',
    'Nothing leaves the machine: AWS calls get a minimal valid answer on loopback, so the time that AWS takes is in no figure. The figures are those of this machine: only the ratios mean something elsewhere.',
    'With --runtime llrt the code in the workspace is also measured on LLRT: on the binary that --llrt-binary names, else in a process of Node.js that is restricted to what the release offers. Of that one only the size of the bundle is as on LLRT: its times are those of Node.js.',
    'Requests are one for each route, as an HTTP API sends it, or those of --events; what the code needs comes from --setup, as for verify.',
  ],
  options: {
    ...SELECTION_OPTIONS,
    base: {
      type: 'string',
      value: 'REF',
      help: 'git revision to compare with; default: the state before the last apply',
    },
    events: {
      type: 'string',
      value: 'PATH',
      help: 'file or folder of JSON events; default: made from the routes',
    },
    setup: { type: 'string', value: 'FILE', help: 'module loaded first on both sides' },
    entry: {
      type: 'string',
      multiple: true,
      value: 'FILE[#EXPORT]',
      help: 'module that exports the Lambda handler; default: found in the sources',
    },
    runtime: {
      type: 'string',
      value: 'node|llrt',
      help: 'llrt: measure the code in the workspace on LLRT as well; default: node',
    },
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
    'llrt-binary': { type: 'string', value: 'PATH', help: 'measure on this LLRT' },
    runs: { type: 'string', value: 'N', help: 'processes of each version; default: 9' },
  },
  async run(context) {
    const { benchWorkspace } = await import('../bench/bench-workspace.js');
    const report = await benchWorkspace(context);
    const { global, io } = context;
    if (global.json) {
      const { writeJson } = await import('../render/json.js');
      writeJson(io.stdout, report);
    } else {
      const { renderBench } = await import('../bench/render-bench.js');
      io.stdout.write(renderBench(report));
    }
    return EXIT.done;
  },
};
