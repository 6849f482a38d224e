import { posix } from 'node:path';

/**
 * Configuration files that their programs load with `require` at least in some version, and look
 * for under `.cjs` as well.
 */
const NAMES =
  /^(?:\.(?:eslintrc|prettierrc|babelrc|mocharc|nycrc|commitlintrc|lintstagedrc|stylelintrc|releaserc|huskyrc|dependency-cruiser|c8rc|markdownlint|syncpackrc|cz-config)|(?:jest|babel|prettier|eslint|commitlint|lint-staged|postcss|tailwind|stylelint|release|webpack|ecosystem|nyc|svgo|syncpack|karma|protractor|wdio|vue|metro|craco)(?:\.[\w-]+)?\.(?:config|conf)|(?:Gruntfile|gulpfile|knexfile|\.pnpmfile|lerna))\.js$/;

/** Whether a file is the configuration of a program that may want CommonJS. */
export function isConfigFile(path: string): boolean {
  return NAMES.test(posix.basename(path));
}
