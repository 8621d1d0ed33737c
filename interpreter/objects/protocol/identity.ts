/** Identity, for those above the representations. */
export { hashPointer, idOf } from '../core/identity.ts';
