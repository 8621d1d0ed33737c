#!/usr/bin/env node
/**
 * `python` for Node, run from its sources. The launcher beside this file (`interpreter/python`) starts the same from a snapshot, many times faster.
 */
import { fileURLToPath } from 'node:url';
import './cli/at-once.ts';
import { main } from './cli/main.ts';
import { NodeHost } from './host/node.ts';
import { warmUp } from './index.ts';

const warming = warmUp(new NodeHost());
while (!warming.next().done);
await main(process.argv.slice(2), fileURLToPath(import.meta.url));
