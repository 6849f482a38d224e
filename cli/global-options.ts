import type { OptionSpecs } from './command.js';

/** The options that every command takes. */
export const GLOBAL_OPTIONS = {
  cwd: { type: 'string', value: 'DIR', help: 'work in this folder' },
  config: {
    type: 'string',
    value: 'FILE',
    help: 'configuration (default: llrt-migrate.config.json at the workspace root)',
  },
  json: { type: 'boolean', help: 'print one JSON document on stdout' },
  'no-color': { type: 'boolean', help: 'no colours; NO_COLOR and FORCE_COLOR work too' },
  quiet: { type: 'boolean', help: 'say nothing on stderr but errors' },
  verbose: { type: 'boolean', help: 'say more' },
  help: { type: 'boolean', short: 'h', help: 'show this help' },
  version: { type: 'boolean', help: 'show the version' },
} as const satisfies OptionSpecs;
