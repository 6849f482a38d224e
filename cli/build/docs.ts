import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { CATALOGUES } from '../../transforms/catalogues.js';
import { packageRoot } from '../package-root.js';
import { findingsPage } from './findings-page.js';

// `npm run docs`: writes the pages that are generated from the code.
const page = await format(findingsPage(CATALOGUES), { parser: 'markdown' });
writeFileSync(join(packageRoot(), 'docs', 'findings.md'), page);
