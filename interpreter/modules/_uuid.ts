/** `_uuid` (CPython: Modules/_uuidmodule.c) on a system without libuuid: `uuid` does its work itself. */
import { registerModule } from './registry.ts';

registerModule('_uuid', { attributes: { has_stable_extractable_node: 0, has_uuid_generate_time_safe: 0 } });
