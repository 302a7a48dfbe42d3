/** Writes docs/reference.md from the doc comments: `node scripts/run-ts.mjs scripts/reference.ts`. */
import { writeFileSync } from 'node:fs';
import { referencePage } from './reference/page.js';
import { readApi } from './reference/read-api.js';

writeFileSync(new URL('../docs/reference.md', import.meta.url), referencePage(readApi()));
