/** Every native module, those that are loaded when they are needed included: for whoever cannot wait for them. */
import './index.ts';
import './_datetime/index.ts';
import './_decimal/index.ts';
import './_zoneinfo.ts';
import './array.ts';
import './cmath.ts';
import './digests.ts';
import './unicodedata.ts';
import './zlib.ts';
