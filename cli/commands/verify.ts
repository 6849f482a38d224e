import { EXIT, SELECTION_OPTIONS, type Command } from '../command.js';

/** `llrt-migrate verify` */
export const verifyCommand: Command = {
  name: 'verify',
  summary: 'replay Lambda events through the code before and after, and compare',
  usage: '',
  maxPositionals: 0,
  details: [
    'Runs your code: the version before and the version in the workspace each in a child process of Node, in temporary copies, with the same clock, the same random numbers and the same events. Compares status, headers, cookies, body and outgoing calls per route. Exit 1 on any difference.',
    'Nothing leaves the machine: AWS calls get a minimal valid answer from a recorder on loopback (AWS_ENDPOINT_URL), calls to any other host fail at once, and both are compared.',
    'A handler that needs more (environment variables, tables, stubs) gets it from the module given with --setup, which is loaded first on both sides; when its default export is a function, that is called and awaited.',
    "Code in TypeScript is bundled first, with the packages of the workspace and the aliases of tsconfig.json, so the setup module cannot replace those by changing what is loaded. Let it export them: export const stubs = { '@acme/tables': { readTable: () => [] } }. The keys are the specifiers as your sources write them; they have to be written out there. Imports inside installed packages are not replaced.",
    'With --runtime llrt the code before runs on Node.js, and the code in the workspace is bundled as it would be for LLRT and runs in a process that offers what that release of LLRT does, and no more: its modules and their names, its globals, and what it does otherwise. Where nothing was applied, the same code runs on both. Exit 1 on any difference.',
    'A file of events holds one Lambda event, { "name", "event", "context" }, or an array of either.',
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
      help: 'file or folder of JSON events; default: generated from the routes',
    },
    setup: { type: 'string', value: 'FILE', help: 'module loaded first on both sides' },
    entry: {
      type: 'string',
      multiple: true,
      value: 'FILE[#EXPORT]',
      help: 'module that exports the Lambda handler; default: found in the sources',
    },
    timeout: { type: 'string', value: 'MS', help: 'longest wait for an answer; default: 3000' },
    runtime: {
      type: 'string',
      value: 'node|llrt',
      help: 'what the code in the workspace runs on; default: node',
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
    'llrt-binary': {
      type: 'string',
      value: 'PATH',
      help: 'run the code in the workspace on this LLRT',
    },
  },
  async run(context) {
    const [{ verifyWorkspace }, { renderReport }, { painter }] = await Promise.all([
      import('../verify/verify-workspace.js'),
      import('../verify/render-report.js'),
      import('../color.js'),
    ]);
    const report = await verifyWorkspace(context);
    const { global, io } = context;
    if (global.json) {
      const { writeJson } = await import('../render/json.js');
      writeJson(io.stdout, report);
    } else {
      const lines = renderReport(report, painter(global.color.stdout), global.verbose);
      io.stdout.write(`${lines.join('\n')}\n`);
    }
    return report.summary.different === 0 ? EXIT.done : EXIT.no;
  },
};
