import { EXIT, SELECTION_OPTIONS, type Command } from '../command.js';

const { package: packageOption, route } = SELECTION_OPTIONS;

/** `llrt-migrate compare` */
export const compareCommand: Command = {
  name: 'compare',
  summary: 'send the same requests to two deployed endpoints, and compare the answers',
  usage: 'URL_A URL_B',
  maxPositionals: 2,
  details: [
    'For the days before the switch: URL_A is the API as it is, for example https://abc.execute-api.eu-west-1.amazonaws.com/v1, URL_B the new one beside it (.../v2). Compares status, headers, cookies and body; redirects are answers and are not followed. Exit 1 on any difference, 2 when an endpoint answers nothing at all (given up after 10 requests).',
    'Requests come from --requests: JSON lines such as {"method":"GET","path":"/users/1","headers":{"accept":"application/json"},"body":{"a":1}}, or a recording of a browser (.har; requests to other hosts are left out). Without it they are made from the routes of the workspace, as verify makes its events.',
    'Requests other than GET, HEAD and OPTIONS may change something, and every request is sent twice: they are left out unless --unsafe is given.',
    "Credentials come from the environment only: --header 'authorization: env:API_TOKEN' sends the value of API_TOKEN, and no report, message or JSON has it. In a file the value of such a header is written env:API_TOKEN as well; one that is written out there is not sent.",
    'Not compared: headers that differ from request to request or belong to the network (date, server, x-amzn-*, x-amz-cf-*, content-length and others; --json lists them), and those of --ignore-header. The address of each endpoint counts as equal in location and in paths of cookies.',
  ],
  options: {
    requests: { type: 'string', value: 'FILE', help: 'JSON lines, or HTTP Archive (.har)' },
    header: {
      type: 'string',
      multiple: true,
      value: "'NAME: VALUE'",
      help: 'sent with every request; env:NAME takes the value from the environment',
    },
    'header-a': {
      type: 'string',
      multiple: true,
      value: "'NAME: VALUE'",
      help: 'only to URL_A',
    },
    'header-b': {
      type: 'string',
      multiple: true,
      value: "'NAME: VALUE'",
      help: 'only to URL_B',
    },
    'ignore-header': {
      type: 'string',
      multiple: true,
      value: 'NAME',
      help: 'not compared; a * at the end stands for any characters',
    },
    unsafe: { type: 'boolean', help: 'also send POST, PUT, PATCH, DELETE and others' },
    concurrency: { type: 'string', value: 'N', help: 'requests under way at once; default: 4' },
    rate: { type: 'string', value: 'N', help: 'requests begun in a second, at most' },
    timeout: { type: 'string', value: 'MS', help: 'longest wait for an answer; default: 30000' },
    markdown: { type: 'boolean', help: 'print the report as Markdown, for a pull request' },
    package: packageOption,
    route,
  },
  async run(context) {
    const { compareEndpoints } = await import('../compare/compare-endpoints.js');
    const report = await compareEndpoints(context);
    const { global, io, options } = context;
    if (global.json) {
      const { writeJson } = await import('../render/json.js');
      writeJson(io.stdout, report);
    } else {
      const [{ renderCompare, renderMarkdown }, { painter }] = await Promise.all([
        import('../compare/render-compare.js'),
        import('../color.js'),
      ]);
      const text = options.flag('markdown')
        ? renderMarkdown(report)
        : renderCompare(report, painter(global.color.stdout), global.verbose).join('\n');
      io.stdout.write(`${text}\n`);
    }
    return report.summary.different === 0 ? EXIT.done : EXIT.no;
  },
};
