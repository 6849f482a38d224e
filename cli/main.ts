#!/usr/bin/env node
import { tuneForShortRun } from './engine-tuning.js';
import { start } from './start.js';

tuneForShortRun();
await start();
